// The parameters of one council. Copy this file to council.bicepparam in this folder, and write your own values.
using './main.bicep'

param image = 'registry.example/auditbot:0.1.0'
param databaseAdministratorsId = '00000000-0000-4000-8000-000000000000'
param databaseAdministratorsName = 'Database administrators'

// These have defaults; main.bicep says what each of them means.
param name = 'auditbot'
param fewestInstances = 2
param mostInstances = 4
param backupDays = 35
param logDays = 90
param alertsGoTo = ''
