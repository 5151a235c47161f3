import type { SetupNames, SetupTrust } from '@bonafide/core'
import { partitionOfRegion } from './partition.ts'

/** What the texts of every target are made of. */
export interface SetupPlan {
  names: SetupNames
  trust: SetupTrust
  /** ARN of whom the server is in AWS, or a placeholder. */
  principal: string
}

export const partitionOf = ({ region }: Pick<SetupNames, 'region'>): string => partitionOfRegion(region) ?? 'aws'

/** Names of files, so that every text speaks of the same. */
export const files = {
  policy: 'bonafide-policy.json',
  trust: 'bonafide-trust-policy.json',
  template: 'bonafide.yaml',
  terraform: 'bonafide.tf',
} as const

/** Shown in IAM beside the role. */
export const roleDescription = 'Lets Bonafide keep secrets in Secrets Manager up to date'
