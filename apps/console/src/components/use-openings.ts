'use client'

import { useState } from 'react'

/** How often something was opened. As the key of a dialog it makes the dialog forget what was typed the time before. */
export function useOpenings(open: boolean): number {
  const [state, setState] = useState({ open, openings: 0 })
  if (open !== state.open) setState({ open, openings: open ? state.openings + 1 : state.openings })
  return state.openings
}
