/** Where the server's own identity in AWS comes from. */
export type ServerIdentitySource = 'environment' | 'web_identity' | 'container' | 'instance_profile'

/** Who the server itself is in AWS, and where it has that from. */
export interface AwsServerIdentity {
  source: ServerIdentitySource
  /** A role or a user, as a trust policy names it. */
  arn: string
  account: string
}

export interface AwsRegion {
  partition: string
  /** `eu-central-1` */
  code: string
  /** `Europe (Frankfurt)` */
  name: string
}

/** What is known of AWS beside any credential. */
export interface AwsKnowledge {
  /** Every region of every partition: the only ones whose hosts are ever asked. */
  regions: readonly AwsRegion[]
  /** Null: the server has none, and no role can trust it. Fails with a `DestinationFailure`. */
  serverIdentity(): Promise<AwsServerIdentity | null>
}

export interface Clouds {
  aws: AwsKnowledge
}
