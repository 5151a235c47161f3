interface Place {
  region: string
  /** Null: not known yet. */
  account: string | null
  secretName?: string
  kmsKeyArn?: string | null
}

const partitions: readonly [start: string, partition: string][] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
]

/** A policy that allows the one thing that was missing; null where no policy of the credential would help. */
export function statementFor(action: string, { region, account, secretName, kmsKeyArn }: Place): string | null {
  const resource = resourceOf()
  if (resource === null) return null
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] }, null, 2)

  function resourceOf(): string | null {
    // There is no narrower resource for it.
    if (action === 'secretsmanager:ListSecrets') return '*'
    if (action.startsWith('kms:')) return kmsKeyArn ?? null
    if (!action.startsWith('secretsmanager:') || account === null) return null
    const partition = partitions.find(([start]) => region.startsWith(start))?.[1] ?? 'aws'
    // AWS ends the name of every secret with a hyphen and six characters.
    return `arn:${partition}:secretsmanager:${region}:${account}:secret:${secretName ? `${secretName}-??????` : '*'}`
  }
}
