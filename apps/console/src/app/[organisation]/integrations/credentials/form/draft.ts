import type { UserError } from '../../../../../apollo/use-change.ts'
import type { CredentialConfigInput, CredentialFormPartsFragment, CredentialKindId } from './operations.generated.ts'

/** A credential as it is being written, whether it makes sense yet or not. */
export interface CredentialDraft {
  name: string
  /** By the names of the kind's fields. */
  values: Readonly<Record<string, string>>
  /** Empty: none entered, or the one that is stored stays. */
  secret: string
  /** Empty: none. */
  externalId: string
  /** The external id is one that a role has already, and was not issued here. */
  existingRole: boolean
}

export const emptyDraft: CredentialDraft = { name: '', values: {}, secret: '', externalId: '', existingRole: false }

const text = (value: string | undefined): string => (value ?? '').trim()

/** What the API is sent for a draft, by its kind. */
export const configInput: Record<CredentialKindId, (draft: CredentialDraft) => CredentialConfigInput> = {
  AWS_ASSUME_ROLE: ({ values, externalId, existingRole }) => ({
    awsAssumeRole: { roleArn: text(values.roleArn), region: text(values.region), externalId: text(externalId) || null, existingRole },
  }),
  AWS_ACCESS_KEYS: ({ values, secret }) => ({
    awsAccessKeys: { accessKeyId: text(values.accessKeyId), region: text(values.region), secretAccessKey: text(secret) || null },
  }),
  AWS_WEB_IDENTITY: ({ values }) => ({ awsWebIdentity: { roleArn: text(values.roleArn), region: text(values.region) } }),
}

/** The same for credentials that are there: what is left out stays. */
export const changedConfig: typeof configInput = {
  AWS_ASSUME_ROLE: ({ values }) => ({ awsAssumeRole: { roleArn: text(values.roleArn), region: text(values.region) } }),
  AWS_ACCESS_KEYS: ({ values }) => ({ awsAccessKeys: { region: text(values.region) } }),
  AWS_WEB_IDENTITY: configInput.AWS_WEB_IDENTITY,
}

/** By name of the field; what belongs to none is under the empty name. */
export type Problems = Readonly<Record<string, string>>

/** What is missing before it is worth to ask. */
export function missingFields(form: CredentialFormPartsFragment, draft: CredentialDraft, secretIsStored = false): Problems {
  const empty = form.fields.filter(({ name }) => text(draft.values[name]) === '')
  return {
    ...(text(draft.name) === '' && { name: 'Give it a name that tells it from the others.' }),
    ...Object.fromEntries(empty.map(({ name, label }) => [name, `${label} is needed.`])),
    ...(form.secretLabel !== null && !secretIsStored && text(draft.secret) === '' && { [secretField]: `${form.secretLabel} is needed.` }),
  }
}

export const secretField = 'secretAccessKey'

/** The server's refusals, each at the field that it names last: `config.awsAssumeRole.roleArn` is `roleArn`. */
export function refusals(errors: readonly UserError[], known: readonly string[]): Problems {
  const told: Record<string, string> = {}
  for (const { field, message } of errors) {
    const last = field?.findLast((part) => part === 'secret' || known.includes(part)) ?? ''
    const name = last === 'secret' ? secretField : last
    told[name] = told[name] === undefined ? message : `${told[name]} ${message}`
  }
  return told
}

/** The account that an ARN names. */
export const accountOfArn = (arn: string): string | undefined => /^arn:[a-z-]+:iam::(\d{12}):/.exec(arn.trim())?.[1]

/** A name of a new credential that says what it is, where nobody has chosen one. */
export const suggestedName = (kind: CredentialKindId): string =>
  ({
    AWS_ASSUME_ROLE: 'AWS Secrets Manager by role',
    AWS_ACCESS_KEYS: 'AWS Secrets Manager by access keys',
    AWS_WEB_IDENTITY: 'AWS Secrets Manager without keys',
  })[kind]
