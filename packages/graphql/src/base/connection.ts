import { createHash } from 'node:crypto'
import { DomainError, maxPageSize, nameOfOrder, type Page } from '@bonafide/core'

/** What every list of the API is asked for. */
export interface PageArguments {
  first?: number | null
  after?: string | null
}

/** Of lists that also go backwards, in several orders. */
export interface ListArguments extends PageArguments {
  last?: number | null
  before?: string | null
  orderBy?: { field: string; direction: 'asc' | 'desc' } | null
}

export interface Connection<Row> {
  edges: { cursor: string; node: Row }[]
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null }
  totalCount: number | null
}

type Part = string | null

/** A key for rows that are told apart by free text. */
export const keyOfText = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** Opaque to clients: the list's name and what tells the row's place in it, as base64url of JSON. */
export const cursorOf = (list: string, ...place: Part[]): string => Buffer.from(JSON.stringify([list, ...place])).toString('base64url')

const maxCursorLength = 4000
const isPart = (value: unknown): value is Part => value === null || typeof value === 'string'

/** Reads a cursor of this list, with so many parts; anything else, another list's included, is `malformed_request`. */
export function readCursor<Length extends 1 | 3>(list: string, cursor: string, length: Length, pointer = '/after'): Place<Length> {
  const [name, ...place] = cursor.length <= maxCursorLength ? partsOf(Buffer.from(cursor, 'base64url').toString('utf8')) : []
  if (name === list && place.length === length && cursorOf(list, ...place) === cursor) return place as Place<Length>
  throw malformed(pointer, 'must be a cursor of this list, as an earlier page answered it')
}

type Place<Length> = Length extends 1 ? [Part] : [Part, Part, Part]

function partsOf(text: string): Part[] {
  try {
    const parts: unknown = JSON.parse(text)
    return Array.isArray(parts) && parts.every(isPart) ? parts : []
  } catch {
    return []
  }
}

/** The arguments of a list as use cases take them. */
export function pageOf(list: string, { first, after, last, before, orderBy }: ListArguments) {
  return {
    first: first ?? undefined,
    after: positionOf(list, after, '/after'),
    last: last ?? undefined,
    before: positionOf(list, before, '/before'),
    orderBy: orderBy ?? undefined,
  }
}

function positionOf(list: string, cursor: string | null | undefined, pointer: string) {
  if (cursor === null || cursor === undefined) return undefined
  const [order, value, id] = readCursor(list, cursor, 3, pointer)
  return { order, value, id }
}

/** One page from a use case as a connection. */
export function connection<Row extends { id: string }>(list: string, page: Page<Row>): Connection<Row> {
  const order = nameOfOrder(page.order)
  const edges = page.rows.map((node, index) => ({ cursor: cursorOf(list, order, page.values[index] ?? null, node.id), node }))
  return { edges, pageInfo: pageInfo(edges, page.hasNextPage, page.hasPreviousPage), totalCount: page.totalCount }
}

export interface ArrayOptions<Row> {
  list: string
  /** What tells the rows apart. */
  keyOf(row: Row): string
  defaultSize?: number
  maxSize?: number
}

/** A page of a list that a use case answers as a whole. */
export function connectionOfArray<Row>(rows: readonly Row[], page: PageArguments, options: ArrayOptions<Row>): Connection<Row> {
  const { list, keyOf, defaultSize = 25, maxSize = maxPageSize } = options
  const first = page.first ?? defaultSize
  if (first < 1 || first > maxSize) throw malformed('/first', `must be from 1 to ${maxSize}`)
  const start = page.after === null || page.after === undefined ? 0 : placeAfter(rows, readCursor(list, page.after, 1)[0], keyOf)
  const part = rows.slice(start, start + first)
  const edges = part.map((node) => ({ cursor: cursorOf(list, keyOf(node)), node }))
  return { edges, pageInfo: pageInfo(edges, start + first < rows.length, start > 0), totalCount: rows.length }
}

function pageInfo(edges: readonly { cursor: string }[], hasNextPage: boolean, hasPreviousPage: boolean) {
  return { hasNextPage, hasPreviousPage, startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null }
}

function placeAfter<Row>(rows: readonly Row[], key: Part, keyOf: (row: Row) => string): number {
  const index = rows.findIndex((row) => keyOf(row) === key)
  if (index < 0) throw malformed('/after', 'names something that is no longer in this list')
  return index + 1
}

const malformed = (pointer: string, message: string) =>
  new DomainError('malformed_request', `${pointer}: ${message}`, { fields: [{ pointer, message }] })
