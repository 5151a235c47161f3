import { jsonSchemaOf, restSchemas } from '@bonafide/core'
import { answer, jsonBody, type Operation, object, type Parameter, type Paths, ref, refusals, text, uuid, withToken } from './parts.ts'

/** Which environment is meant: a secret of it, its id, or its name and app. */
const target: Parameter[] = [
  { name: 'Environment', in: 'header', description: 'Id of the environment.', schema: uuid },
  { name: 'app_id', in: 'query', description: 'Id of the app, together with `env`.', schema: uuid },
  { name: 'env', in: 'query', description: 'Name of the environment, together with `app_id`.', schema: text() },
  { name: 'secret_id', in: 'query', description: 'Id of a secret: its environment is meant.', schema: uuid },
]

const deletion = jsonBody(object({ secrets: { type: 'array', items: uuid } }))
const cannotReach = ['malformed_request', 'unauthenticated', 'forbidden', 'not_found'] as const
const cannotWrite = [...cannotReach, 'conflict', 'too_large', 'unsupported_media_type'] as const

export function secretsPaths(): Paths {
  return { '/service/public/v1/secrets/': plain, '/service/secrets/': encrypted, '/service/secrets/tokens/': { get: tokens } }
}

const operation = (
  operationId: string,
  tag: string,
  summary: string,
  more: Pick<Operation, 'responses'> & Partial<Operation>,
): Operation => ({
  operationId,
  tags: [tag],
  summary,
  security: withToken,
  parameters: target,
  ...more,
})

const plainTag = 'Secrets'
const list = { type: 'array', items: ref('Secret') }
const plainRefusals = refusals(...cannotWrite, 'server_encryption_required', 'sealed_secret')
const plain: Paths[string] = {
  get: operation('readSecrets', plainTag, 'Reads secrets in plain text', {
    description: 'For apps with server-side encryption. References to other secrets are resolved with the rights of the caller.',
    parameters: [
      ...target,
      { name: 'key', in: 'query', description: 'Exactly this key.', schema: text() },
      { name: 'path', in: 'query', description: 'Exactly this folder.', schema: text() },
      { name: 'tags', in: 'query', description: 'Names, separated by commas.', schema: text() },
    ],
    responses: { 200: answer('The secrets that the filter lets through.', list), ...plainRefusals },
  }),
  post: operation('createSecrets', plainTag, 'Creates secrets, all or none', {
    requestBody: jsonBody(jsonSchemaOf(restSchemas.createSecrets)),
    responses: { 200: answer('As they are stored.', list), ...plainRefusals },
  }),
  put: operation('updateSecrets', plainTag, 'Changes secrets, all or none', {
    description: 'What is left out of a secret stays as it is.',
    requestBody: jsonBody(jsonSchemaOf(restSchemas.updateSecrets)),
    responses: { 200: answer('As they are stored.', list), ...plainRefusals },
  }),
  delete: operation('deleteSecrets', plainTag, 'Deletes secrets, all or none', {
    requestBody: deletion,
    responses: { 200: answer('How many were deleted, in a sentence.', object({ message: text() })), ...plainRefusals },
  }),
}

const encryptedTag = 'Encrypted secrets'
const done = { description: 'Done; the body is empty.' }
const encrypted: Paths[string] = {
  get: operation('readEncryptedSecrets', encryptedTag, 'Reads secrets as ciphertext', {
    description:
      'Key, value and comment are `ph:v1:` to the key of the environment. Names are in snake case unless `X-Use-Camel-Case: true`.',
    parameters: [
      ...target,
      { name: 'Path', in: 'header', description: 'Exactly this folder.', schema: text() },
      { name: 'KeyDigest', in: 'header', description: 'Digest of the one key that is wanted.', schema: text() },
      { name: 'Tags', in: 'header', description: 'Names, separated by commas.', schema: text() },
      { name: 'X-Use-Camel-Case', in: 'header', schema: { type: 'string', enum: ['true', 'false'] } },
    ],
    responses: {
      200: answer('The secrets, in snake case or, if asked for, in camel case.', { type: 'array', items: { type: 'object' } }),
      ...refusals(...cannotReach),
    },
  }),
  post: operation('createEncryptedSecrets', encryptedTag, 'Stores secrets that the client encrypted, all or none', {
    requestBody: jsonBody(jsonSchemaOf(restSchemas.createEncryptedSecrets)),
    responses: { 200: done, ...refusals(...cannotWrite) },
  }),
  put: operation('updateEncryptedSecrets', encryptedTag, 'Changes secrets that the client encrypted, all or none', {
    requestBody: jsonBody(jsonSchemaOf(restSchemas.updateEncryptedSecrets)),
    responses: { 200: done, ...refusals(...cannotWrite) },
  }),
  delete: operation('deleteEncryptedSecrets', encryptedTag, 'Deletes secrets; ids that match nothing are passed over', {
    requestBody: deletion,
    responses: { 200: done, ...refusals(...cannotWrite) },
  }),
}

const tokens: Operation = {
  operationId: 'introspectToken',
  tags: ['Tokens'],
  summary: 'Whose token this is, and which environment keys it opens',
  description: 'In the snake case of existing clients. A token that is unknown, expired or revoked is answered 403.',
  security: withToken,
  responses: {
    200: answer('The holder, and its apps with their environments.', { type: 'object' }),
    ...refusals('unauthenticated', 'forbidden'),
  },
}
