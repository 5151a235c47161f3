import type { Snippet } from '@bonafide/core'
import { hclText } from '../../snippets/hcl.ts'
import { snippet } from '../../snippets/snippet.ts'
import { exchangeAudience } from './credential-words.ts'

/** What is known of the pipeline's side. */
export interface DevopsNames {
  project?: string
  connection?: string
  tenantId?: string
}

/** The Azure side of a pipeline without secrets: application, service connection, trust, and no more rights than it needs. */
export const azureDevopsTerraform = ({ project, connection, tenantId }: DevopsNames): Snippet =>
  snippet({
    kind: 'azure-devops-terraform',
    title: 'Terraform: service connection without a secret',
    purpose: 'set_up',
    language: 'hcl',
    fileName: 'service-connection.tf',
    about: 'Makes the app registration, the service connection of Azure DevOps, and the federated credential that joins them.',
    lines: [
      ...providers(tenantId),
      '',
      ...application,
      '',
      'resource "azuredevops_serviceendpoint_azurerm" "deploy" {',
      '  project_id                             = data.azuredevops_project.deploy.id',
      `  service_endpoint_name                  = ${hclText(connection ?? 'SERVICE_CONNECTION')}`,
      '  description                            = "Logs in without a secret"',
      '  service_endpoint_authentication_scheme = "WorkloadIdentityFederation"',
      '  azurerm_spn_tenantid                   = data.azuread_client_config.current.tenant_id',
      '  azurerm_subscription_id                = data.azurerm_subscription.deploy.subscription_id',
      '  azurerm_subscription_name              = data.azurerm_subscription.deploy.display_name',
      '',
      '  credentials {',
      '    serviceprincipalid = azuread_service_principal.deploy.client_id',
      '  }',
      '}',
      '',
      ...credential,
      '',
      'data "azuredevops_project" "deploy" {',
      `  name = ${hclText(project ?? 'DEVOPS_PROJECT')}`,
      '}',
      '',
      ...grants,
      '',
      ...roles,
      '',
      ...outputs,
    ],
    notes: [
      'Contributor reaches one resource group and the state one container: no role on the subscription, and none that could give out roles.',
      'A pipeline that must assign roles gets Role Based Access Control Administrator on that resource group, with a condition that names the roles.',
      'Leave grant_to_all_pipelines false and permit pipelines one by one: every pipeline of the project could use the connection otherwise.',
      'Some connections get an issuer of Microsoft Entra: then trust the object id of the output by an Azure identity, and not issuer and subject by an OIDC one.',
    ],
  })

const providers = (tenantId: string | undefined): string[] => [
  'terraform {',
  '  required_providers {',
  '    azuread = {',
  '      source  = "hashicorp/azuread"',
  '      version = "~> 3.0"',
  '    }',
  '    azurerm = {',
  '      source  = "hashicorp/azurerm"',
  '      version = "~> 4.0"',
  '    }',
  '    azuredevops = {',
  '      source  = "microsoft/azuredevops"',
  '      version = "~> 1.0"',
  '    }',
  '  }',
  '}',
  '',
  'provider "azuread" {',
  `  tenant_id = ${hclText(tenantId ?? 'TENANT_ID')}`,
  '}',
  '',
  'provider "azurerm" {',
  '  subscription_id     = "SUBSCRIPTION_ID"',
  '  storage_use_azuread = true',
  '  features {}',
  '}',
  '',
  'provider "azuredevops" {',
  '  org_service_url = "DEVOPS_ORGANIZATION_URL"',
  '}',
]

const application = [
  'data "azuread_client_config" "current" {}',
  '',
  'data "azurerm_subscription" "deploy" {}',
  '',
  'resource "azuread_application" "deploy" {',
  '  display_name = "APPLICATION_NAME"',
  '}',
  '',
  'resource "azuread_service_principal" "deploy" {',
  '  client_id = azuread_application.deploy.client_id',
  '}',
] as const

const credential = [
  'resource "azuread_application_federated_identity_credential" "deploy" {',
  '  application_id = azuread_application.deploy.id',
  '  display_name   = "${azuread_application.deploy.display_name}-federated-credential"',
  '  description    = "Service connection ${azuredevops_serviceendpoint_azurerm.deploy.service_endpoint_name} of Azure DevOps"',
  `  audiences      = [${hclText(exchangeAudience)}]`,
  '  issuer         = azuredevops_serviceendpoint_azurerm.deploy.workload_identity_federation_issuer',
  '  subject        = azuredevops_serviceendpoint_azurerm.deploy.workload_identity_federation_subject',
  '}',
] as const

const grants = [
  'variable "grant_to_all_pipelines" {',
  '  description = "Whether every pipeline of the project may use the connection"',
  '  type        = bool',
  '  default     = false',
  '}',
  '',
  'resource "azuredevops_pipeline_authorization" "all" {',
  '  count       = var.grant_to_all_pipelines ? 1 : 0',
  '  project_id  = data.azuredevops_project.deploy.id',
  '  resource_id = azuredevops_serviceendpoint_azurerm.deploy.id',
  '  type        = "endpoint"',
  '}',
] as const

const roles = [
  'data "azurerm_resource_group" "deploy" {',
  '  name = "RESOURCE_GROUP"',
  '}',
  '',
  'resource "azurerm_role_assignment" "deploy" {',
  '  scope                = data.azurerm_resource_group.deploy.id',
  '  role_definition_name = "Contributor"',
  '  principal_id         = azuread_service_principal.deploy.object_id',
  '}',
  '',
  'data "azurerm_storage_account" "state" {',
  '  name                = "STORAGE_ACCOUNT"',
  '  resource_group_name = "STATE_RESOURCE_GROUP"',
  '}',
  '',
  'resource "azurerm_role_assignment" "state" {',
  '  scope                = "${data.azurerm_storage_account.state.id}/blobServices/default/containers/STATE_CONTAINER"',
  '  role_definition_name = "Storage Blob Data Contributor"',
  '  principal_id         = azuread_service_principal.deploy.object_id',
  '}',
] as const

const outputs = [
  'output "service_principal_object_id" {',
  '  value = azuread_service_principal.deploy.object_id',
  '}',
  '',
  'output "issuer" {',
  '  value = azuredevops_serviceendpoint_azurerm.deploy.workload_identity_federation_issuer',
  '}',
  '',
  'output "subject" {',
  '  value = azuredevops_serviceendpoint_azurerm.deploy.workload_identity_federation_subject',
  '}',
] as const
