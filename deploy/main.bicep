// auditbot on Azure: the bot and its Teams channel, two or more instances of the service, PostgreSQL, logs.
//
// THIS FILE HAS NOT BEEN COMPILED OR DEPLOYED BY ITS AUTHORS: no Bicep compiler could be had where it was written. Tests
// hold it to Bicep's grammar and to the service's settings and doors (tests/deployment), and to nothing of Azure's: what a
// resource is called, its versions and its properties were written from Microsoft's documentation and may need putting
// right. Before the first use run `az bicep build --file deploy/main.bicep` and `az deployment group what-if …`;
// docs/install.md has the commands.
//
// There is no password and no key in it. The service is its own identity: towards Teams, the database and the registry
// of images. A Key Vault is made only if the way out needs a proxy with a password.

targetScope = 'resourceGroup'

@description('What the resources are called: letters, digits and hyphens, beginning with a letter.')
@minLength(3)
@maxLength(20)
param name string = 'auditbot'

@description('Where everything lies. For a council in England usually uksouth.')
param location string = resourceGroup().location

@description('The image of auditbot, with its registry and its version, such as registry.example/auditbot:0.1.0.')
param image string

@description('The registry, if it asks who pulls. Give the identity AcrPull there before (docs/install.md). Empty if anybody may pull.')
param registryServer string = ''

@description('The object id of the Entra group whose people look after the database.')
param databaseAdministratorsId string

@description('The name of that group.')
param databaseAdministratorsName string

@description('The size of the database server.')
param databaseSize object = {
  name: 'Standard_B2s'
  tier: 'Burstable'
}

@description('The full host name of a server that Azure put back to an earlier moment (docs/backup.md). Empty for the one made here.')
param databaseHost string = ''

@description('Whether the database server has a second one standing by in another zone. Not with a Burstable size.')
param databaseStandsBy bool = false

@description('For how many days the database can be put back to any moment.')
@minValue(7)
@maxValue(35)
param backupDays int = 35

@description('How many instances run at least. Two, so that one can go at any moment.')
@minValue(1)
@maxValue(10)
param fewestInstances int = 2

@description('How many instances run at most.')
@minValue(1)
@maxValue(10)
param mostInstances int = 4

@description('For how many days logs are kept. They name no person and no case.')
@minValue(30)
@maxValue(730)
param logDays int = 90

@description('Who is written to when `auditbot doctor` has not found all well for three hours: an e-mail address. Empty for nobody.')
param alertsGoTo string = ''

@description('The address ranges of the network, of the service within it and of the database within it.')
param network object = {
  all: '10.60.0.0/16'
  service: '10.60.0.0/23'
  database: '10.60.2.0/28'
}

@description('The URI of a secret in the vault below that holds the proxy with its password. Empty if there is none.')
param proxySecretUri string = ''

@description('Whether to make a Key Vault. Only for a proxy with a password: nothing else needs one.')
param withVault bool = false

var databaseName = 'auditbot'
var port = 3978
// The role "Key Vault Secrets User": reads secrets, and nothing else.
var readsSecrets = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
}

resource logs 'Microsoft.OperationalInsights/workspaces@2022-10-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: logDays
  }
}

resource virtualNetwork 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: '${name}-network'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: [network.all]
    }
    // Here and not as resources of their own: a network that is deployed again without its subnets would lose them.
    subnets: [
      {
        name: 'service'
        properties: {
          addressPrefix: network.service
          delegations: [
            {
              name: 'service'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: network.database
          delegations: [
            {
              name: 'database'
              properties: {
                serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers'
              }
            }
          ]
        }
      }
    ]
  }

  resource serviceSubnet 'subnets' existing = {
    name: 'service'
  }

  resource databaseSubnet 'subnets' existing = {
    name: 'database'
  }
}

resource databaseZone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: '${name}.private.postgres.database.azure.com'
  location: 'global'

  resource link 'virtualNetworkLinks' = {
    name: '${name}-link'
    location: 'global'
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: virtualNetwork.id
      }
    }
  }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-${uniqueString(resourceGroup().id)}'
  location: location
  sku: databaseSize
  properties: {
    version: '16'
    // Nobody has a password: people and the service sign in with Entra.
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: tenant().tenantId
    }
    storage: {
      storageSizeGB: 32
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: backupDays
      geoRedundantBackup: 'Disabled'
    }
    highAvailability: {
      mode: databaseStandsBy ? 'ZoneRedundant' : 'Disabled'
    }
    // In the network alone: no address of it is on the internet.
    network: {
      delegatedSubnetResourceId: virtualNetwork::databaseSubnet.id
      privateDnsZoneArmResourceId: databaseZone.id
      publicNetworkAccess: 'Disabled'
    }
  }
  dependsOn: [databaseZone::link]

  resource own 'databases' = {
    name: databaseName
    properties: {
      charset: 'UTF8'
      collation: 'en_US.utf8'
    }
  }

  resource administrators 'administrators' = {
    name: databaseAdministratorsId
    properties: {
      principalName: databaseAdministratorsName
      principalType: 'Group'
      tenantId: tenant().tenantId
    }
    dependsOn: [own]
  }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = if (withVault) {
  name: take('${name}-${uniqueString(resourceGroup().id)}', 24)
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enablePurgeProtection: true
  }
}

resource readsVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (withVault) {
  name: guid(resourceGroup().id, name, 'reads the vault')
  scope: vault
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: readsSecrets
  }
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-environment'
  location: location
  properties: {
    // Logs go to the workspace by the setting below, which needs no key of it.
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    vnetConfiguration: {
      infrastructureSubnetId: virtualNetwork::serviceSubnet.id
      internal: false
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

resource environmentLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: '${name}-logs'
  scope: environment
  properties: {
    workspaceId: logs.id
    logs: [
      {
        category: 'ContainerAppConsoleLogs'
        enabled: true
      }
      {
        category: 'ContainerAppSystemLogs'
        enabled: true
      }
    ]
  }
}

var registries = empty(registryServer) ? [] : [
  {
    server: registryServer
    identity: identity.id
  }
]

var secrets = empty(proxySecretUri) ? [] : [
  {
    name: 'proxy'
    keyVaultUrl: proxySecretUri
    identity: identity.id
  }
]

// The CA file is Debian's own in the image. The user is the role that deploy/database-role.sql makes.
var servedBy = empty(databaseHost) ? database.properties.fullyQualifiedDomainName : databaseHost
var databaseUrl = 'postgresql://${identity.name}@${servedBy}/${databaseName}?sslmode=verify-full&sslrootcert=/etc/ssl/certs/ca-certificates.crt'

var settings = concat(
  [
    { name: 'MicrosoftAppType', value: 'UserAssignedMSI' }
    { name: 'MicrosoftAppId', value: identity.properties.clientId }
    { name: 'MicrosoftAppTenantId', value: tenant().tenantId }
    { name: 'AUDITBOT_DATABASE_URL', value: databaseUrl }
    { name: 'AUDITBOT_DATABASE_IDENTITY', value: identity.properties.clientId }
    { name: 'AUDITBOT_HOST', value: '0.0.0.0' }
    { name: 'AUDITBOT_PORT', value: string(port) }
  ],
  empty(proxySecretUri) ? [] : [{ name: 'HTTPS_PROXY', secretRef: 'proxy' }]
)

resource service 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      // The old version serves until the new one says that it is ready.
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: port
        transport: 'http'
        allowInsecure: false
      }
      registries: registries
      secrets: secrets
    }
    template: {
      containers: [
        {
          name: 'auditbot'
          image: image
          args: ['serve']
          env: settings
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/health/live'
                port: port
              }
              periodSeconds: 3
              failureThreshold: 10
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/health/live'
                port: port
              }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 3
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/health/ready'
                port: port
              }
              periodSeconds: 10
              timeoutSeconds: 6
              failureThreshold: 3
            }
          ]
        }
      ]
      scale: {
        minReplicas: fewestInstances
        maxReplicas: mostInstances
        rules: [
          {
            name: 'turns'
            http: {
              metadata: {
                concurrentRequests: '32'
              }
            }
          }
        ]
      }
    }
  }
  dependsOn: [database::own, readsVault]
}

// Brings the database to the version of the image. It is started by hand, before a new version comes up.
resource upgrade 'Microsoft.App/jobs@2024-03-01' = {
  name: '${name}-upgrade'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: 'Manual'
      replicaTimeout: 900
      replicaRetryLimit: 0
      manualTriggerConfig: {
        parallelism: 1
        replicaCompletionCount: 1
      }
      registries: registries
      secrets: secrets
    }
    template: {
      containers: [
        {
          name: 'upgrade'
          image: image
          args: ['db', 'upgrade']
          env: settings
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
        }
      ]
    }
  }
  dependsOn: [database::own, readsVault]
}

// Looks each hour whether all is well, chasing included. Its clock is UTC, whatever London's is.
resource doctor 'Microsoft.App/jobs@2024-03-01' = {
  name: '${name}-doctor'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: 'Schedule'
      replicaTimeout: 300
      replicaRetryLimit: 0
      scheduleTriggerConfig: {
        cronExpression: '20 * * * *'
        parallelism: 1
        replicaCompletionCount: 1
      }
      registries: registries
      secrets: secrets
    }
    template: {
      containers: [
        {
          name: 'doctor'
          image: image
          args: ['doctor']
          env: settings
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
        }
      ]
    }
  }
  dependsOn: [database::own, readsVault]
}

resource toldOfTrouble 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(alertsGoTo)) {
  name: '${name}-alerts'
  location: 'global'
  properties: {
    groupShortName: 'auditbot'
    enabled: true
    emailReceivers: [
      {
        name: 'operations'
        emailAddress: alertsGoTo
        useCommonAlertSchema: true
      }
    ]
  }
}

// It asks for what says that all is well, so that it speaks as well where the doctor could not even be run.
resource notWell 'Microsoft.Insights/scheduledQueryRules@2021-08-01' = if (!empty(alertsGoTo)) {
  name: '${name}-not-well'
  location: location
  properties: {
    displayName: '${name}: the doctor has not found all well for three hours'
    description: 'docs/operations.md, "What the doctor says". What it found is in ContainerAppConsoleLogs.'
    severity: 1
    enabled: true
    scopes: [logs.id]
    evaluationFrequency: 'PT1H'
    windowSize: 'PT3H'
    // The table is there only once something has been logged.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: 'ContainerAppConsoleLogs | where Log startswith "All is well"'
          timeAggregation: 'Count'
          operator: 'LessThan'
          threshold: 1
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    autoMitigate: true
    actions: {
      actionGroups: [toldOfTrouble.id]
    }
  }
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: '${name}-bot'
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: 'F0'
  }
  properties: {
    displayName: name
    endpoint: 'https://${service.properties.configuration.ingress.fqdn}/api/messages'
    msaAppId: identity.properties.clientId
    msaAppMSIResourceId: identity.id
    msaAppTenantId: tenant().tenantId
    msaAppType: 'UserAssignedMSI'
    disableLocalAuth: true
  }

  resource teams 'channels' = {
    name: 'MsTeamsChannel'
    location: 'global'
    properties: {
      channelName: 'MsTeamsChannel'
      properties: {
        isEnabled: true
      }
    }
  }
}

@description('MicrosoftAppId: what `make package APP_ID=…` asks for.')
output appId string = identity.properties.clientId

@description('Where Teams sends what people write. The bot has it already.')
output endpoint string = 'https://${service.properties.configuration.ingress.fqdn}/api/messages'

@description('The role to make in the database: deploy/database-role.sql.')
output databaseRole string = identity.name

@description('The database server, reachable from the network alone.')
output databaseServer string = servedBy

@description('The job that brings the database to a new version.')
output upgradeJob string = upgrade.name
