import type { DestinationOptionsInput, DriftRule } from '../plan/operations.generated.ts'

export interface DraftTag {
  /** Tells rows of the form apart. */
  id: number
  key: string
  value: string
}

/** What a sync writes and how, as the form holds it. */
export interface OptionsDraft {
  secretName: string
  kmsKeyArn: string
  tags: readonly DraftTag[]
  keyPrefix: string
  neverDeletes: boolean
  onDrift: DriftRule
}

export const emptyOptions: OptionsDraft = { secretName: '', kmsKeyArn: '', tags: [], keyPrefix: '', neverDeletes: false, onDrift: 'STOP' }

/** The part of the draft that goes to the destination. */
export const optionsOf = ({ secretName, kmsKeyArn, tags }: OptionsDraft): DestinationOptionsInput => ({
  awsSecretsManager: {
    secretName: secretName.trim(),
    kmsKeyArn: kmsKeyArn.trim() || null,
    tags: tags.filter(({ key }) => key.trim() !== '').map(({ key, value }) => ({ key: key.trim(), value })),
  },
})

/** A name for a new secret: "shop/development". AWS takes letters, digits and / _ + = . @ - */
export const suggestedName = (app: string, environment: string): string => [app, environment].map(nameOf).filter(Boolean).join('/')

const nameOf = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9_+=.@-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')

/** The region that the ARN of a key names; undefined while it is no ARN of a key. */
export const regionOfKey = (arn: string): string | undefined => /^arn:aws[\w-]*:kms:([a-z0-9-]+):\d{12}:/.exec(arn.trim())?.[1]

/** What can be seen to be wrong before the server is asked. */
export function problemsOf(draft: OptionsDraft, path: string): { secretName?: string; path?: string } {
  return {
    secretName: draft.secretName.trim() === '' ? 'Name the AWS Secret.' : undefined,
    path: path.startsWith('/') ? undefined : 'A path begins with /.',
  }
}
