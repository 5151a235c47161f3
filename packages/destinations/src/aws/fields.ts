import type { FormField } from '@bonafide/core'
import { awsRegions } from './regions.ts'
import { parseRoleArn } from './schemas.ts'

/** Labels are those of the guides that people follow on the side of AWS. */
export const regionField: FormField = {
  name: 'region',
  label: 'AWS Region',
  help: 'Where the secrets are, or will be.',
  control: 'select',
  options: awsRegions.map(({ code, name }) => ({ value: code, label: `${name} ${code}` })),
}

export const roleField: FormField = {
  name: 'roleArn',
  label: 'ARN OF ROLE TO BE ASSUMED',
  help: 'The role in your account that may write its secrets.',
  placeholder: 'arn:aws:iam::123456789012:role/secrets-sync',
  control: 'text',
}

/** "role sync in 123456789012, eu-central-1" */
export function summaryOfRole({ region, roleArn }: { region: string; roleArn: string }): string {
  const role = parseRoleArn(roleArn)
  return role ? `role ${role.name} in ${role.account}, ${region}` : `${roleArn}, ${region}`
}
