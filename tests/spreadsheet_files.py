"""Workbooks written part by part, as other programs, old ones and bad luck leave them."""

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

_RELATIONS = f"""<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
_STYLES = f"""<?xml version="1.0"?><styleSheet xmlns="{MAIN}">
<fonts count="1"><font/></fonts>
<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


def sheet_xml(rows: str, after: str = "", opening: str = "") -> str:
    """A sheet around its rows; `after` comes behind them, `opening` before the root."""
    return f'<?xml version="1.0"?>{opening}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def text(reference: str, value: str) -> str:
    """A cell with a text in it; row and column are its reference."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'


def write_parts(
    path: Path,
    sheets: Mapping[str, str],
    *,
    workbook_properties: str = "",
    more: Mapping[str, str | bytes] | None = None,
) -> Path:
    """Write an .xlsx file: its sheets by name, each as whole XML, and whatever other parts it is to have."""
    names = list(sheets)
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(len(names)),
        "_rels/.rels": _RELATIONS,
        "xl/workbook.xml": _workbook(names, workbook_properties),
        "xl/_rels/workbook.xml.rels": _sheet_relations(len(names)),
        "xl/styles.xml": _STYLES,
        **{f"xl/worksheets/sheet{at}.xml": xml for at, xml in enumerate(sheets.values(), 1)},
        **(more or {}),
    }
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _content_types(count: int) -> str:
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{kinds}.worksheet+xml"/>'
        for at in range(1, count + 1)
    )
    return f"""<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{kinds}.styles+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="{kinds}.sharedStrings+xml"/>{sheets}</Types>"""


def _workbook(names: list[str], properties: str) -> str:
    sheets = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(names, 1))
    return (
        f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
        f"<sheets>{sheets}</sheets></workbook>"
    )


def _sheet_relations(count: int) -> str:
    sheets = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, count + 1)
    )
    return (
        f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">{sheets}'
        f'<Relationship Id="rIdS" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rIdT" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
