import * as z from 'zod'
import { nameText } from '../parse.ts'
import { secretTypes } from './secret.ts'

export const secretType = z.enum(secretTypes)

export const tagList = z
  .array(nameText(64))
  .max(100, 'must be at most 100')
  .transform((tags) => [...new Set(tags)])
