/** The place in a list that an address names. */
interface Place {
  after: string | null
  before: string | null
}

/** The arguments that ask for one page: forwards from the start, after a cursor, or backwards before one. */
export const pageOf = ({ after, before }: Place, size = 25) => (before ? { last: size, before } : { first: size, after })
