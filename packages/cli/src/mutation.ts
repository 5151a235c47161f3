import * as z from 'zod'
import type { Api } from './api.ts'
import { exitOf, Failure } from './failure.ts'
import { ask } from './graphql.ts'

const userErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().nullable(),
  field: z.array(z.string()).nullable(),
})

export interface Mutation<Shape extends z.ZodRawShape> {
  name: string
  /** Of GraphQL; after the name of the mutation unless told. */
  inputType?: string
  input: object
  /** What is asked of the payload, and its schema; null where the input was refused. */
  selection: string
  shape: Shape
  /** The flag that a part of the input came from. */
  flagOf?(field: readonly string[]): string | undefined
  /** Sees a refused payload first, where it has more to tell than what is wrong with the input; may throw that. */
  onRefused?(payload: unknown): void
}

/** Sends a mutation; what is wrong with its input becomes a failure that names the flag to mend. */
export async function change<Shape extends z.ZodRawShape>(
  api: Api,
  {
    name,
    inputType = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`,
    input,
    selection,
    shape,
    flagOf = () => undefined,
    onRefused,
  }: Mutation<Shape>,
): Promise<z.output<z.ZodObject<Shape>>> {
  const query = `mutation($input: ${inputType}!) { payload: ${name}(input: $input) { ${selection} userErrors { code message hint field } } }`
  const refused = z.looseObject({ userErrors: z.array(userErrorSchema).min(1) })
  const answer = await ask(
    api,
    { query, variables: { input } },
    z.object({ data: z.object({ payload: z.union([refused, z.object(shape)]) }) }),
  )
  const payload: unknown = answer.data.payload
  const { data: refusal } = refused.safeParse(payload)
  if (refusal) {
    onRefused?.(payload)
    throw failureOf(refusal.userErrors, flagOf)
  }
  return payload as z.output<z.ZodObject<Shape>>
}

function failureOf(errors: z.output<typeof userErrorSchema>[], flagOf: (field: readonly string[]) => string | undefined): Failure {
  const sentences = errors.map(({ message, field }) => sentenceOf(message, field && (flagOf(field) ?? field.join('.'))))
  const [first, ...others] = sentences
  const { code, hint } = errors[0] ?? { code: 'malformed_request', hint: null }
  return new Failure(exitOf(400, code), first ?? 'The server refused the change.', {
    why: others.length > 0 ? others.join(' ') : undefined,
    fix: hint ?? undefined,
    code,
  })
}

/** Messages about a field are the rest of a sentence that begins with its name. */
function sentenceOf(message: string, place: string | null): string {
  const text = place !== null && /^[a-z]/.test(message) ? `${place} ${message}` : message
  return /[.!?]$/.test(text) ? text : `${text}.`
}
