'use client'

import { parseAsString, useQueryStates } from 'nuqs'

/** The address keeps which part of a list is shown, so that links and the back button work. */
export interface ListPlace {
  after: string | null
  before: string | null
}

/**
 * A dialog that has an address: `?dialog=bind&id=…`. Opening it is a step in the history, so Back closes it.
 */
export function useDialog(name: string): { open: boolean; id: string | null; show: (id?: string) => void; close: () => void } {
  const [{ dialog, id }, set] = useQueryStates({ dialog: parseAsString, id: parseAsString })
  return {
    open: dialog === name,
    id: dialog === name ? id : null,
    show: (of) => void set({ dialog: name, id: of ?? null }, { history: 'push' }),
    close: () => void set({ dialog: null, id: null }, { history: 'replace' }),
  }
}

/**
 * Filters in the address. `state` is what is chosen; `set` changes it and goes back to the first page. `parsers` must be stable and are
 * shared with the page on the server, which preloads the same list.
 */
export function useFilters<Parsers extends Parameters<typeof useQueryStates>[0]>(parsers: Parsers) {
  const [state, setState] = useQueryStates(parsers, { history: 'replace' })
  const set = (change: Partial<Record<keyof Parsers, unknown>>) =>
    void setState({ after: null, before: null, ...change } as Parameters<typeof setState>[0])
  const go = (place: Partial<ListPlace>) =>
    void setState({ after: null, before: null, ...place } as Parameters<typeof setState>[0], { history: 'push', scroll: true })
  const clear = () => void setState(null)
  return { state, set, go, clear }
}
