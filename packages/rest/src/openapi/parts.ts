import { type ErrorCode, httpStatus } from '@bonafide/core'

/** JSON Schema, as OpenAPI 3.1 writes it. */
export type Schema = Record<string, unknown>

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema: Schema
}

export interface Operation {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  /** Which credentials it takes; an empty list: none. */
  security: Record<string, string[]>[]
  parameters?: Parameter[]
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> }
  responses: Record<string, Schema>
}

/** Operations by method, by path. */
export type Paths = Record<string, Partial<Record<'get' | 'post' | 'put' | 'delete', Operation>>>

export const nobody: Operation['security'] = []
export const withToken: Operation['security'] = [{ bearer: [] }]
export const withTokenOrSession: Operation['security'] = [{ bearer: [] }, { session: [] }]

export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })

export const jsonBody = (schema: Schema): NonNullable<Operation['requestBody']> => ({
  required: true,
  content: { 'application/json': { schema } },
})

export const answer = (description: string, schema: Schema, type = 'application/json'): Schema => ({
  description,
  content: { [type]: { schema } },
})

/** The problems that an operation can end with, by status, beside those of every operation. */
export function refusals(...codes: ErrorCode[]): Record<string, Schema> {
  const possible = [...new Set([...codes, ...everywhere])]
  const statuses = [...new Set(possible.map((code) => httpStatus[code]))]
  return Object.fromEntries(
    statuses.map((status) => {
      const ofStatus = possible.filter((code) => httpStatus[code] === status)
      return [String(status), { description: ofStatus.map((code) => `\`${code}\``).join(', '), ...problemContent }]
    }),
  )
}

const everywhere: ErrorCode[] = ['internal_error', 'unavailable']
const problemContent = { content: { 'application/problem+json': { schema: ref('Problem') } } }

export const text = (description?: string): Schema => ({ type: 'string', ...(description && { description }) })
export const uuid: Schema = { type: 'string', format: 'uuid' }
export const instant: Schema = { type: 'string', format: 'date-time' }
/** What a token may be narrowed to, at every door that gives one out. */
export const scopeSchema = text(
  'Narrows the token: `secrets:read`, `secrets:write`, `app:<id or name>`, `env:<id or name>`, `path:/a/b`, separated by spaces, each at most once, values percent-encoded.',
)
export const object = (properties: Record<string, Schema>, optional: string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
})
