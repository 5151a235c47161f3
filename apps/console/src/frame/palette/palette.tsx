'use client'

import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Spinner } from '../../components/spinner.tsx'
import { useOrganisationPath, useViewer } from '../viewer.tsx'
import { type Command, type CommandGroup, documentation, matching, pages } from './commands.ts'
import { readRecent, rememberRecent } from './recent.ts'
import { useFound } from './use-found.ts'
import { useVerbs } from './use-verbs.ts'

interface PaletteProps {
  open: boolean
  onClose: () => void
  onSheet: () => void
}

/** Goes everywhere and does everything, from the keyboard. */
export const Palette = ({ open, onClose, onSheet }: PaletteProps) => (
  <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
    <Dialog.Portal>
      <Dialog.Backdrop className="fixed inset-0 z-40 bg-backdrop" />
      <Dialog.Popup
        aria-label="Search or run a command"
        className="fixed inset-x-2 top-2 z-40 flex max-h-[min(36rem,92dvh)] flex-col rounded-xl border border-line bg-raised shadow-xl outline-none sm:inset-x-auto sm:top-[12vh] sm:left-1/2 sm:w-[38rem] sm:-translate-x-1/2"
      >
        <Commands onClose={onClose} onSheet={onSheet} />
      </Dialog.Popup>
    </Dialog.Portal>
  </Dialog.Root>
)

function Commands({ onClose, onSheet }: Omit<PaletteProps, 'open'>) {
  const { organisation } = useViewer()
  const router = useRouter()
  const path = useOrganisationPath()
  const [typed, setTyped] = useState('')
  const [recent] = useState(() => readRecent(organisation.id))
  const verbs = useVerbs({ onSheet })
  const { groups: found, busy } = useFound(typed)
  const groups = groupsOf(typed, { recent, verbs, found })
  const count = groups.reduce((sum, { items }) => sum + items.length, 0)
  const choose = (command: Command) => {
    onClose()
    rememberRecent(organisation.id, command)
    if (command.path !== undefined) router.push(path(command.path))
    command.run?.()
  }
  return (
    <Autocomplete.Root open inline mode="none" items={groups} value={typed} onValueChange={setTyped} autoHighlight="always" keepHighlight>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search size={18} aria-hidden className="shrink-0 text-muted" />
        <Autocomplete.Input
          aria-label="Page, name, request id or command"
          placeholder="Page, name, request id or command"
          maxLength={200}
          className="min-h-12 w-full bg-transparent text-base outline-none"
        />
        {busy && <Spinner />}
        <Dialog.Close className="min-h-8 rounded-md px-2 text-sm text-muted hover:bg-hover hover:text-text">Close</Dialog.Close>
      </div>
      <p role="status" className="sr-only">
        {busy ? 'Searching' : `${count} results`}
      </p>
      {count === 0 && !busy && <p className="px-3 py-6 text-center text-muted">Nothing is called so. Try fewer letters.</p>}
      <Autocomplete.List className="min-h-0 flex-1 overflow-y-auto p-2">
        {(group: CommandGroup) => (
          <Autocomplete.Group key={group.title} items={group.items} className="pb-2">
            <Autocomplete.GroupLabel className="px-3 py-1 text-xs text-muted">{group.title}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(command: Command) => <CommandLine key={command.id} command={command} onChoose={() => choose(command)} />}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  )
}

const CommandLine = ({ command, onChoose }: { command: Command; onChoose: () => void }) => (
  <Autocomplete.Item
    value={command}
    onClick={onChoose}
    className="flex min-h-9 cursor-pointer items-center justify-between gap-4 rounded-md px-3 py-1.5 data-highlighted:bg-accent-soft data-highlighted:text-accent"
  >
    <span className="min-w-0 break-words">{command.label}</span>
    {command.detail && <span className="min-w-0 truncate text-sm text-muted">{command.detail}</span>}
  </Autocomplete.Item>
)

const mostEntries = 6

interface Sources {
  recent: readonly Command[]
  verbs: readonly Command[]
  found: readonly CommandGroup[]
}

function groupsOf(typed: string, { recent, verbs, found }: Sources): CommandGroup[] {
  const isEmpty = typed.trim() === ''
  const groups = [
    // The same place further down has another key.
    { title: 'Recent', items: isEmpty ? recent.map((command) => ({ ...command, id: `recent:${command.id}` })) : [] },
    { title: 'Go to', items: matching(pages, typed) },
    { title: 'Do', items: matching(verbs, typed) },
    { title: 'Documentation', items: isEmpty ? [] : matching(documentation, typed).slice(0, mostEntries) },
  ]
  return [...groups.filter(({ items }) => items.length > 0), ...found]
}
