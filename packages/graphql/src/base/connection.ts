import { createHash } from 'node:crypto'
import { DomainError, maxPageSize, type Page } from '@bonafide/core'

/** What every list of the API is asked for. */
export interface PageArguments {
  first?: number | null
  after?: string | null
}

export interface Connection<Row> {
  edges: { cursor: string; node: Row }[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
  totalCount: number | null
}

/** The id after which a page begins. A cursor is opaque to clients: version, the list's name and an id, as base64url. */
const pattern = /^1:([a-z_]+):([0-9a-zA-Z_-]{1,64})$/

/** A key for rows that are told apart by free text. */
export const keyOfText = (text: string): string => createHash('sha256').update(text).digest('base64url')

export const cursorOf = (list: string, id: string): string => Buffer.from(`1:${list}:${id}`).toString('base64url')

/** Reads a cursor of this list; anything else, another list's included, is `malformed_request`. */
export function readCursor(list: string, cursor: string): string {
  const text = cursor.length <= 200 ? Buffer.from(cursor, 'base64url').toString('latin1') : ''
  const [, name, id] = pattern.exec(text) ?? []
  if (name === list && id !== undefined && cursorOf(list, id) === cursor) return id
  throw malformed('/after', 'must be a cursor of this list, as an earlier page answered it')
}

/** `first` and `after` as use cases take them. */
export function pageOf(list: string, { first, after }: PageArguments): { first?: number; after?: string } {
  return { first: first ?? undefined, after: after === null || after === undefined ? undefined : readCursor(list, after) }
}

/** One page from a use case as a connection. */
export function connection<Row extends { id: string }>(list: string, { rows, hasNextPage, totalCount }: Page<Row>): Connection<Row> {
  const edges = rows.map((node) => ({ cursor: cursorOf(list, node.id), node }))
  return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null }, totalCount }
}

export interface ArrayOptions<Row> {
  list: string
  /** What tells the rows apart; letters, digits, `-` and `_`. */
  keyOf(row: Row): string
  defaultSize?: number
  maxSize?: number
}

/** A page of a list that a use case answers as a whole. */
export function connectionOfArray<Row>(rows: readonly Row[], page: PageArguments, options: ArrayOptions<Row>): Connection<Row> {
  const { list, keyOf, defaultSize = 25, maxSize = maxPageSize } = options
  const first = page.first ?? defaultSize
  if (first < 1 || first > maxSize) throw malformed('/first', `must be from 1 to ${maxSize}`)
  const start = page.after === null || page.after === undefined ? 0 : placeAfter(rows, readCursor(list, page.after), keyOf)
  const part = rows.slice(start, start + first)
  const edges = part.map((node) => ({ cursor: cursorOf(list, keyOf(node)), node }))
  const hasNextPage = start + first < rows.length
  return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null }, totalCount: rows.length }
}

function placeAfter<Row>(rows: readonly Row[], key: string, keyOf: (row: Row) => string): number {
  const index = rows.findIndex((row) => keyOf(row) === key)
  if (index < 0) throw malformed('/after', 'names something that is no longer in this list')
  return index + 1
}

const malformed = (pointer: string, message: string) =>
  new DomainError('malformed_request', `${pointer}: ${message}`, { fields: [{ pointer, message }] })
