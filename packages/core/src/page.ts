import * as z from 'zod'
import { uuid } from './parse.ts'

/** Which part of a list is wanted: `first` rows after the row with the id `after`, newest first. */
export interface PageRequest {
  first: number
  after?: string
}

export interface Page<Row> {
  rows: Row[]
  hasNextPage: boolean
  /** Null above 10 000, where counting costs more than it tells. */
  totalCount: number | null
}

export const maxPageSize = 100

export const pageRequest = z.object({
  first: z.number().int().min(1, 'must be at least 1').max(maxPageSize, `must be at most ${maxPageSize}`).default(25),
  after: uuid.optional(),
})
