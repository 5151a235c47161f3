import type { CompareEnvironmentsQuery } from './operations.generated.ts'

export type Compared = NonNullable<CompareEnvironmentsQuery['compareEnvironments']>[number]

/** A key and its folder: what makes a row one. */
export const keyOf = ({ path, key }: Compared): string => `${path} ${key}`

export const words: Record<Compared['state'], string> = {
  ONLY_LEFT: 'only left',
  ONLY_RIGHT: 'only right',
  DIFFERENT: 'differ',
  SAME: 'same',
  SEALED: 'sealed, not compared',
}
