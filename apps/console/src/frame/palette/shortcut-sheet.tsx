'use client'

import { Dialog } from '../../components/dialog.tsx'
import { jumps } from './jumps.ts'
import { Key } from './key.tsx'

const everywhere = [
  { keys: ['Ctrl', 'K'], does: 'Search, or run a command (Cmd on a Mac)' },
  { keys: ['/'], does: 'Search on the page' },
  { keys: ['c'], does: "The page's main action: create, add, invite" },
  { keys: ['?'], does: 'This list' },
  { keys: ['F6'], does: 'To the messages in the corner' },
  { keys: ['Esc'], does: 'Close what is open' },
]
const inLists = [
  { keys: ['j'], does: 'Next exchange' },
  { keys: ['k'], does: 'Exchange before' },
  { keys: ['l'], does: 'Follow the exchanges, or pause' },
]

/** Which keys do what. */
export const ShortcutSheet = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Dialog open={open} onClose={onClose} title="Keyboard shortcuts">
    <div className="flex flex-col gap-5">
      <Keys title="On every page" rows={everywhere} />
      <Keys title="Go to" rows={Object.entries(jumps).map(([key, { label }]) => ({ keys: ['g', key], does: label }))} />
      <Keys title="In the list of exchanges" rows={inLists} />
    </div>
  </Dialog>
)

const Keys = ({ title, rows }: { title: string; rows: readonly { keys: string[]; does: string }[] }) => (
  <section aria-label={title} className="flex flex-col gap-1">
    <h3 className="font-medium">{title}</h3>
    <dl>
      {rows.map(({ keys, does }) => (
        <div key={does} className="flex min-h-8 items-center justify-between gap-4">
          <dt className="order-2 flex gap-1">
            {keys.map((key) => (
              <Key key={key}>{key}</Key>
            ))}
          </dt>
          <dd className="order-1">{does}</dd>
        </div>
      ))}
    </dl>
  </section>
)
