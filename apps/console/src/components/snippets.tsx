'use client'

import { Tabs } from '@base-ui/react/tabs'
import { CodeBlock } from './copy.tsx'

export interface Snippet {
  name: string
  /** When to use it. */
  hint: string
  code: string
}

/** The same thing in several languages, one tab each. */
export const Snippets = ({ label, snippets }: { label: string; snippets: readonly Snippet[] }) => (
  <Tabs.Root defaultValue={snippets[0]?.name} className="flex flex-col gap-3">
    <Tabs.List aria-label={label} className="flex flex-wrap gap-1">
      {snippets.map(({ name }) => (
        <Tabs.Tab
          key={name}
          value={name}
          className="min-h-8 rounded-md px-3 text-sm font-medium text-muted hover:bg-hover hover:text-text data-active:bg-accent-soft data-active:text-accent"
        >
          {name}
        </Tabs.Tab>
      ))}
    </Tabs.List>
    {snippets.map(({ name, hint, code }) => (
      <Tabs.Panel key={name} value={name} className="flex flex-col gap-2">
        <p className="text-sm text-muted">{hint}</p>
        <CodeBlock label={`${name} commands`} code={code} />
      </Tabs.Panel>
    ))}
  </Tabs.Root>
)
