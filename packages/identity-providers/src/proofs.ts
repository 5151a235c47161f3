export { type AwsIamEnvelope, type AwsProofOptions, proveAwsIam } from './aws-iam/prove.ts'
export { type AzureEntraEnvelope, type AzureProofOptions, type AzureSource, azureSources, proveAzure } from './azure-entra/prove.ts'
export { ProofError } from './proof-error.ts'
