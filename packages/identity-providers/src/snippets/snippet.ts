import type { Snippet, SnippetPlace, SnippetReplacement } from '@bonafide/core'

/** What stands in snippets where only the reader knows what belongs there. */
const placeholders: Record<string, string> = {
  SERVICE_ACCOUNT_ID: 'The id of a service account that is bound to this identity.',
  '/path/to/token': 'The file that holds the token.',
  APP_ID: 'The id of the app: in its settings.',
  APP_NAME: 'The name of the app.',
  ENVIRONMENT: 'The environment of the app, such as production.',
  SECRET_NAME: 'The name of the secret that the job needs.',
  IMAGE: 'An image with your program and the bonafide command in it.',
  NAMESPACE: 'The namespace of the pod.',
  POD_SERVICE_ACCOUNT: 'The service account of the cluster that the pod runs as.',
  AWS_REGION_NAME: 'The region that the workload runs in.',
  AWS_ACCOUNT_NUMBER: 'The account that the task runs in.',
  TASK_ROLE_NAME: 'The role that this identity trusts.',
  APPLICATION_NAME: 'The display name of the app registration.',
  APPLICATION_OBJECT_ID:
    'The object id of the app registration, not its client id: az ad app show --id <client id> --query id --output tsv',
  CREDENTIAL_NAME: 'A name for the federated credential; it cannot be changed later.',
  CREDENTIAL_ISSUER: 'What the tokens carry as iss, to the letter.',
  CREDENTIAL_SUBJECT: 'What the tokens carry as sub, to the letter; no wildcard.',
  MANAGED_IDENTITY_NAME: 'The name of the user-assigned managed identity.',
  DEVOPS_ORGANIZATION_URL: 'The address of the organization: https://dev.azure.com/ and its name.',
  DEVOPS_PROJECT: 'The project of Azure DevOps.',
  SERVICE_CONNECTION: 'The name of the service connection.',
  TENANT_ID: 'The id of the directory (tenant).',
  SUBSCRIPTION_ID: 'The id of the Azure subscription.',
  RESOURCE_GROUP: 'The resource group that the pipeline works in.',
  STORAGE_ACCOUNT: 'The storage account that holds the state of Terraform.',
  STATE_RESOURCE_GROUP: 'The resource group of that storage account.',
  STATE_CONTAINER: 'The container in that storage account.',
  TERRAFORM_VERSION: 'The version of Terraform, such as 1.11.4.',
  WORKSPACE_ID: 'The id of the workspace: ws- and letters.',
}

type Definition = Omit<Snippet, 'code' | 'replace' | 'notes' | 'purpose'> & {
  lines: readonly string[]
  notes?: readonly string[]
  purpose?: Snippet['purpose']
}

/** A snippet of its lines; what is to be replaced in them is found by itself. */
export function snippet({ lines, notes = [], purpose = 'log_in', ...rest }: Definition): Snippet {
  const code = `${lines.join('\n')}\n`
  return { ...rest, purpose, code, replace: replacementsIn(code), notes: [...notes] }
}

const replacementsIn = (code: string): SnippetReplacement[] =>
  Object.entries(placeholders)
    .map(([text, meaning]) => ({ text, meaning, at: code.search(new RegExp(`(?<!\\w)${text}\\b`)) }))
    .filter(({ at }) => at >= 0)
    .sort((left, right) => left.at - right.at)
    .map(({ text, meaning }) => ({ text, meaning }))

/** The account to become, or the word that stands for it. */
export const accountOf = ({ serviceAccountId }: SnippetPlace): string => serviceAccountId ?? 'SERVICE_ACCOUNT_ID'
