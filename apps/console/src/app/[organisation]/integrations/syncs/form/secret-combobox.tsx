'use client'

import { Autocomplete } from '@base-ui/react/autocomplete'
import { ChevronDown, Lock } from 'lucide-react'
import { type UIEvent, useState } from 'react'
import { Badge } from '../../../../../components/badge.tsx'
import type { FieldControl } from '../../../../../components/field.tsx'
import type { DestinationId } from './operations.generated.ts'
import { type RemoteName, useRemoteSecrets } from './use-remote-secrets.ts'

interface SecretComboboxProps {
  control: FieldControl
  credentialId: string
  destination: DestinationId
  value: string
  onChange: (name: string) => void
}

const nearTheEndPixels = 80

/** Finds one of thousands of secrets by the beginning of its name; the cloud searches, and is asked for more as one scrolls. */
export function SecretCombobox({ control, credentialId, destination, value, onChange }: SecretComboboxProps) {
  const [open, setOpen] = useState(false)
  const { found, busy, problem, hasMore, more } = useRemoteSecrets({ credentialId, destination, prefix: value.trim(), skip: !open })
  const onScroll = ({ currentTarget: list }: UIEvent<HTMLElement>) => {
    if (list.scrollHeight - list.scrollTop - list.clientHeight < nearTheEndPixels) more()
  }
  const status =
    problem ??
    (busy ? 'Searching …' : found.length === 0 ? 'No secret begins so.' : hasMore ? `${found.length} or more` : `${found.length} found`)
  return (
    <Autocomplete.Root
      mode="none"
      items={found}
      itemToStringValue={(item: RemoteName) => item.name}
      value={value}
      onValueChange={onChange}
      open={open}
      onOpenChange={setOpen}
      openOnInputClick
    >
      <div className="relative">
        <Autocomplete.Input
          {...control}
          autoComplete="off"
          spellCheck={false}
          maxLength={512}
          placeholder="Begin of its name"
          className="min-h-9 w-full rounded-md border border-control bg-canvas px-3 py-1.5 pr-10 font-mono text-base aria-invalid:border-danger sm:text-sm"
        />
        <Autocomplete.Trigger
          aria-label="Show AWS Secrets"
          className="absolute top-0.5 right-0.5 inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text"
        >
          <ChevronDown size={16} aria-hidden />
        </Autocomplete.Trigger>
      </div>
      <Autocomplete.Portal>
        <Autocomplete.Positioner sideOffset={4} className="z-50 w-(--anchor-width)">
          <Autocomplete.Popup className="rounded-lg border border-line bg-raised shadow-lg">
            <Autocomplete.Status className="border-b border-line px-3 py-1.5 text-sm text-muted">{status}</Autocomplete.Status>
            <Autocomplete.List aria-label="AWS Secrets" onScroll={onScroll} className="max-h-72 overflow-y-auto p-1 empty:p-0">
              {(item: RemoteName) => (
                <Autocomplete.Item
                  key={item.name}
                  value={item}
                  className="flex min-h-9 cursor-pointer items-center justify-between gap-3 rounded px-2 py-1.5 data-highlighted:bg-accent-soft"
                >
                  <code className="min-w-0 font-mono text-[13px] break-all">{item.name}</code>
                  {item.isOwned && (
                    <Badge icon={<Lock size={12} aria-hidden />}>{item.isOurs ? 'owned by a sync' : 'owned by another server'}</Badge>
                  )}
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  )
}
