export { connectSecretsManager, ownerTag, type SecretsManagerConnection } from './aws-secrets-manager/connection.ts'
export { maxValueBytes, readDocument, writeDocument } from './aws-secrets-manager/document.ts'
