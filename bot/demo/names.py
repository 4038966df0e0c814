"""The invented council's people: made-up names, addresses that lead nowhere, object ids that never change."""

import random
from uuid import NAMESPACE_DNS, uuid5

# `.example` is reserved for examples (RFC 2606): no letter sent there can reach anybody.
DOMAIN = "wexbridge.example"
TENANT_ID = str(uuid5(NAMESPACE_DNS, DOMAIN))

# fmt: off
FIRST_NAMES = (
    "Adaeze", "Aled", "Amara", "Anwen", "Bashir", "Beatrix", "Bronwen", "Callum", "Chidi", "Corin", "Dalia",
    "Devan", "Efe", "Elspeth", "Farida", "Fergus", "Gita", "Greta", "Hamish", "Hana", "Idris", "Imogen",
    "Ines", "Isla", "Jarek", "Joss", "Kavita", "Keziah", "Kofi", "Lena", "Lorcan", "Magda", "Marek", "Mina",
    "Nasra", "Niall", "Nkechi", "Odette", "Oskar", "Petra", "Quentin", "Rafiq", "Ravi", "Rhona", "Sabina",
    "Safiya", "Soren", "Tamsin", "Tariq", "Thea", "Uma", "Una", "Vikram", "Wanda", "Wilf", "Ximena",
    "Yusra", "Zadie", "Zoltan", "Zubair",
)
SURNAMES = (
    "Alderwick", "Ambleforth", "Bexcombe", "Birchall", "Brackenby", "Calderson", "Chadderley", "Dunmarsh",
    "Elderfield", "Emberton", "Farrowby", "Fennimore", "Garsdale", "Glenholt", "Hathersby", "Hollowell",
    "Inglesham", "Jessamond", "Kelderby", "Kirkhollow", "Larchmere", "Lindenby", "Marlwood", "Merridew",
    "Netherclough", "Nightingford", "Oakenby", "Orchardson", "Pellowby", "Pinmarsh", "Quillfeather",
    "Ravenhurst", "Rookwood", "Saltersby", "Sedgemore", "Silverdene", "Stonehouse", "Tarnbrook",
    "Thistleby", "Umberleigh", "Underbank", "Vennerby", "Wainscott", "Waterhollow", "Weatherby", "Whinfell",
    "Wickenby", "Willowmere", "Yarrowdale", "Yewdale",
)
# fmt: on


def email_of(name: str) -> str:
    """A person's address: `Rosa Vale` is `rosa.vale@wexbridge.example`."""
    return f"{name.lower().replace(' ', '.')}@{DOMAIN}"


def object_id_of(email: str) -> str:
    """The person's Entra object id, the same on every machine and every day."""
    return str(uuid5(NAMESPACE_DNS, email))


class Names:
    """Hands out invented names, none of them twice."""

    def __init__(self, chance: random.Random) -> None:
        names = [f"{first} {last}" for first in FIRST_NAMES for last in SURNAMES]
        chance.shuffle(names)
        self._names = iter(names)

    def next(self) -> str:
        """A name that nobody else in this council has."""
        return next(self._names)
