import { partitionOfRegion } from './partition.ts'

/** What a condition compares. */
export type PolicyConditions = Record<string, Record<string, string | readonly string[]>>

export interface PolicyStatement {
  Sid: string
  Effect: 'Allow'
  Action: readonly string[]
  Resource: string | readonly string[]
  Condition?: PolicyConditions
}

/** A policy document as IAM takes it. */
export interface PolicyDocument {
  Version: '2012-10-17'
  Statement: readonly PolicyStatement[]
}

/** What a credential is to reach; what is not known is left open as far as AWS allows. */
export interface PolicyTarget {
  region: string
  /** Null: whichever account the policy is made in. */
  account: string | null
  /** Name of the secret; null: any of the region. */
  secretName: string | null
  /** ARN of the customer managed key that encrypts it; null: AWS's own, for which nobody needs a permission. */
  kmsKeyArn: string | null
}

/** Every action on a secret that a sync may come to need, in the order of the document. */
export const secretActions = [
  'secretsmanager:GetSecretValue',
  'secretsmanager:DescribeSecret',
  'secretsmanager:PutSecretValue',
  'secretsmanager:CreateSecret',
  'secretsmanager:DeleteSecret',
  'secretsmanager:TagResource',
  'secretsmanager:UpdateSecret',
] as const

/** Looking for a secret to write to and trying a credential: AWS grants it for all secrets of an account or for none. */
export const listAction = 'secretsmanager:ListSecrets'

/** What Secrets Manager does with a key in the caller's name. Source: Secrets Manager User Guide, "Permissions for the KMS key". */
export const keyActions = ['kms:Decrypt', 'kms:GenerateDataKey'] as const

/** The actions that a sync needs, as AWS names them. */
export const neededActions = ({ kmsKeyArn }: Pick<PolicyTarget, 'kmsKeyArn'>): readonly string[] => [
  ...secretActions,
  listAction,
  ...(kmsKeyArn === null ? [] : keyActions),
]

/** No more than a sync to this secret needs. The six characters that AWS adds to a secret's name in its ARN are not known before it is made. */
export function policyFor({ region, account, secretName, kmsKeyArn }: PolicyTarget): PolicyDocument {
  const partition = partitionOfRegion(region) ?? 'aws'
  const secret = secretName === null ? '*' : `${secretName}-??????`
  const statements: PolicyStatement[] = [
    {
      Sid: 'AllowSecretsManagerAccess',
      Effect: 'Allow',
      Action: secretActions,
      Resource: `arn:${partition}:secretsmanager:${region}:${account ?? '*'}:secret:${secret}`,
    },
    { Sid: 'AllowListingSecrets', Effect: 'Allow', Action: [listAction], Resource: '*' },
  ]
  if (kmsKeyArn !== null) {
    statements.push({
      Sid: 'AllowKMSEncryption',
      Effect: 'Allow',
      Action: keyActions,
      Resource: kmsKeyArn,
      ...onlyThroughSecretsManager(partition, region),
    })
  }
  return { Version: '2012-10-17', Statement: statements }
}

/** Under which names Secrets Manager asks KMS, where AWS documents them: the key opens nothing by itself. */
const viaDomains: Record<string, readonly string[]> = {
  aws: ['amazonaws.com'],
  'aws-us-gov': ['amazonaws.com'],
  'aws-cn': ['amazonaws.com.cn', 'amazonaws.com'],
}

function onlyThroughSecretsManager(partition: string, region: string): Pick<PolicyStatement, 'Condition'> {
  const [first, ...others] = (viaDomains[partition] ?? []).map((domain) => `secretsmanager.${region}.${domain}`)
  if (first === undefined) return {}
  return { Condition: { StringEquals: { 'kms:ViaService': others.length === 0 ? first : [first, ...others] } } }
}
