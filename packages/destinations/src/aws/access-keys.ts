import { regionField } from './fields.ts'
import { type AwsAccessKeysConfig, accessKeysSchema, secretAccessKeySchema } from './schemas.ts'
import type { AwsWay } from './way.ts'

/** Signs in with the keys of an IAM user. */
export const accessKeysWay: AwsWay<AwsAccessKeysConfig> = {
  kind: {
    id: 'aws_access_keys',
    name: 'Access Keys',
    description: 'The keys of an IAM user. The secret one is sealed when it is stored, and never shown again.',
    fields: [
      {
        name: 'accessKeyId',
        label: 'AccessKeyId',
        help: 'Of an IAM user, never of the root user.',
        placeholder: 'AKIAIOSFODNN7EXAMPLE',
        control: 'text',
      },
      regionField,
    ],
    configSchema: accessKeysSchema,
    secret: { label: 'SecretAccessKey', schema: secretAccessKeySchema, lastFour: ({ accessKeyId }) => accessKeyId.slice(-4) },
    externalIdSchema: null,
    regionOf: ({ region }) => region,
    summary: ({ accessKeyId, region }) => `access key …${accessKeyId.slice(-4)}, ${region}`,
  },
  sessionOf: () => '',
  signIn: async ({ config: { accessKeyId }, secret }) => ({ accessKeyId, secretAccessKey: await secret() }),
  isUnprotected: async () => null,
}
