/** One version of a secret's value; its id is the ClientRequestToken that it was written with. */
export interface SecretVersion {
  id: string
  value: string
  stages: Set<string>
  createdAt: Date
}

export interface StoredSecret {
  name: string
  arn: string
  description: string
  kmsKeyId?: string
  tags: Map<string, string>
  versions: Map<string, SecretVersion>
  createdAt: Date
  changedAt: Date
  /** From when it is gone for good; null unless its deletion is scheduled. */
  deletedAt: Date | null
}

/** The version that a staging label stands at. */
export const staged = (secret: StoredSecret, stage: string): SecretVersion | undefined =>
  [...secret.versions.values()].find((version) => version.stages.has(stage))

/** Writes a version as AWSCURRENT; what was current becomes AWSPREVIOUS, and what was that loses its last label. */
export function makeCurrent(secret: StoredSecret, version: SecretVersion): void {
  const current = staged(secret, 'AWSCURRENT')
  if (current) {
    staged(secret, 'AWSPREVIOUS')?.stages.delete('AWSPREVIOUS')
    current.stages.delete('AWSCURRENT')
    current.stages.add('AWSPREVIOUS')
  }
  version.stages.add('AWSCURRENT')
  secret.versions.set(version.id, version)
}
