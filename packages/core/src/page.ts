import * as z from 'zod'
import { DomainError } from './errors.ts'
import { parse, uuid } from './parse.ts'

/** What the values are by which a list is ordered. `id`: by age, since ids are UUID v7 and sort as they were made. */
export type OrderKind = 'id' | 'text' | 'instant'

/** The fields by which a list can be ordered. */
export type OrderFields = { createdAt: 'id' } & Record<string, OrderKind>
export type FieldOf<Fields extends OrderFields> = keyof Fields & string

export const byAge = { createdAt: 'id' } as const satisfies OrderFields

export interface Order<Field extends string = string> {
  field: Field
  descending: boolean
}

/** Where a row stands in an order: its id and, unless the order is that of ids, the value that goes before it. Null: an instant that never was. */
export interface Position {
  value: string | null
  id: string
}

/** Which part of a list is wanted: `size` rows after (`backwards`: before) a position, or from the beginning (the end). */
export interface PageRequest<Field extends string = 'createdAt'> {
  size: number
  backwards: boolean
  from?: Position
  order: Order<Field>
}

export interface Page<Row> {
  /** In the order that was asked for, also when the page was read backwards. */
  rows: Row[]
  /** Of each row its value in the order. */
  values: (string | null)[]
  order: Order
  hasNextPage: boolean
  hasPreviousPage: boolean
  /** Null above 10 000, where counting costs more than it tells. */
  totalCount: number | null
}

export const maxPageSize = 100
const defaultPageSize = 25

/** An order in one word, as cursors name it. */
export const nameOfOrder = ({ field, descending }: Order): string => `${field}.${descending ? 'desc' : 'asc'}`

const size = z.number().int().min(1, 'must be at least 1').max(maxPageSize, `must be at most ${maxPageSize}`)
const position = z.object({ order: z.string(), value: z.string().max(2000).nullable(), id: uuid })
// A bare id is a place in the list as it comes unasked: newest first.
const place = z.union([uuid.transform((id) => ({ order: 'createdAt.desc', value: null, id })), position])

const pageInput = z
  .object({
    first: size.optional(),
    after: place.optional(),
    last: size.optional(),
    before: place.optional(),
    orderBy: z.object({ field: z.string(), direction: z.enum(['asc', 'desc']) }).optional(),
  })
  .refine(({ first, last }) => first === undefined || last === undefined, {
    path: ['last'],
    message: 'must not be given together with first',
  })
  .refine(({ first, before }) => before === undefined || first === undefined, {
    path: ['before'],
    message: 'goes with last, not with first',
  })
  .refine(({ last, after }) => after === undefined || last === undefined, { path: ['after'], message: 'goes with first, not with last' })
  .refine(({ after, before }) => after === undefined || before === undefined, {
    path: ['before'],
    message: 'must not be given together with after',
  })

/**
 * Untrusted input of a list: which page, in which of the orders that it knows (newest first unless asked otherwise), and the fields of its
 * filter. A position of another order is `malformed_request`.
 */
export function parseList<Fields extends OrderFields, Filter extends z.ZodObject>(
  input: unknown,
  fields: Fields,
  filter: Filter,
): { page: PageRequest<FieldOf<Fields>>; filter: z.output<Filter> } {
  return { page: parsePage(input, fields), filter: parse(filter, input) }
}

/** The same for a list without a filter. */
export function parsePage<Fields extends OrderFields>(input: unknown, fields: Fields): PageRequest<FieldOf<Fields>> {
  const { first, after, last, before, orderBy } = parse(pageInput, input)
  const field: FieldOf<Fields> | undefined = Object.keys(fields).find((known) => known === (orderBy?.field ?? 'createdAt'))
  if (field === undefined) throw malformed('/orderBy/field', `must be one of ${Object.keys(fields).join(', ')}`)
  const order = { field, descending: orderBy?.direction !== 'asc' }
  const from = after ?? before
  if (from && !(from.order === nameOfOrder(order) && isValueOf[fields[field] ?? 'id'](from.value))) {
    throw malformed(after ? '/after' : '/before', 'must be a cursor of this list in this order, as an earlier page answered it')
  }
  const backwards = last !== undefined || before !== undefined
  return { size: first ?? last ?? defaultPageSize, backwards, from: from && { value: from.value, id: from.id }, order }
}

// Milliseconds since the epoch within the years that every database knows.
const isEpochMs = (value: string): boolean => /^-?\d{1,15}$/.test(value) && Math.abs(Number(value)) < 60_000_000_000_000
const isText = (value: string): boolean => value.isWellFormed() && !value.includes('\u0000')

const isValueOf: Record<OrderKind, (value: string | null) => boolean> = {
  id: (value) => value === null,
  text: (value) => value !== null && isText(value),
  instant: (value) => value === null || isEpochMs(value),
}

const malformed = (pointer: string, message: string) =>
  new DomainError('malformed_request', `${pointer}: ${message}`, { fields: [{ pointer, message }] })
