import { AwsRefusal } from './refusal.ts'
import type { StoredSecret } from './secret.ts'

const MAX_PAGE = 100

interface Filter {
  Key: string
  Values: string[]
}

const filters: Record<string, (secret: StoredSecret, value: string) => boolean> = {
  name: ({ name }, value) => name.startsWith(value),
  description: ({ description }, value) => description.startsWith(value),
  'tag-key': ({ tags }, value) => [...tags.keys()].some((key) => key.startsWith(value)),
  'tag-value': ({ tags }, value) => [...tags.values()].some((one) => one.startsWith(value)),
  all: ({ name, description }, value) => [name, description].some((text) => text.toLowerCase().includes(value.toLowerCase())),
}

/** One page of a region's secrets by name, as ListSecrets answers it: those that wait for deletion only when asked for. */
export function listSecrets(all: readonly StoredSecret[], input: Record<string, unknown>): { page: StoredSecret[]; nextToken?: string } {
  const size = input.MaxResults ?? MAX_PAGE
  if (typeof size !== 'number' || size < 1 || size > MAX_PAGE) {
    throw new AwsRefusal('InvalidParameterException', `MaxResults must be between 1 and ${MAX_PAGE}.`)
  }
  const after = input.NextToken === undefined ? undefined : positionOf(input.NextToken)
  const wanted = (input.Filters as Filter[] | undefined) ?? []
  const listed = all
    .filter((secret) => (input.IncludePlannedDeletion === true || !secret.deletedAt) && wanted.every((filter) => passes(secret, filter)))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .filter(({ name }) => after === undefined || name > after)
  const page = listed.slice(0, size)
  const last = page.at(-1)
  return { page, ...(listed.length > size && last ? { nextToken: Buffer.from(last.name).toString('base64') } : {}) }
}

/** Values of one filter are alternatives; a leading `!` excludes. */
function passes(secret: StoredSecret, { Key, Values }: Filter): boolean {
  const matches = filters[Key]
  if (!matches) throw new AwsRefusal('InvalidParameterException', `Invalid filter key: ${Key}`)
  return Values.some((value) => (value.startsWith('!') ? !matches(secret, value.slice(1)) : matches(secret, value)))
}

function positionOf(token: unknown): string {
  const name = typeof token === 'string' ? Buffer.from(token, 'base64').toString() : ''
  if (name !== '' && Buffer.from(name).toString('base64') === token) return name
  throw new AwsRefusal('InvalidNextTokenException', 'The NextToken value is invalid.')
}
