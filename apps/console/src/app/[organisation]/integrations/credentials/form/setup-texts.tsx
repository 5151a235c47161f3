'use client'

import { Tabs } from '@base-ui/react/tabs'
import { FileCode2 } from 'lucide-react'
import { CodeBlock } from '../../../../../components/copy.tsx'
import type { CredentialSetupQuery } from './operations.generated.ts'

type SetupText = NonNullable<CredentialSetupQuery['credentialSetup']>[number]

const targetNames: Record<string, string> = {
  aws_cli: 'AWS CLI',
  cloudformation: 'CloudFormation',
  terraform: 'Terraform',
  console: 'Console',
}

const tabLook =
  'min-h-8 rounded-md px-3 text-sm font-medium text-muted hover:bg-hover hover:text-text data-active:bg-accent-soft data-active:text-accent'

/** The same thing made in four ways: each a tab, with what to do one after the other. */
export function SetupTexts({ texts, stale }: { texts: readonly SetupText[]; stale: boolean }) {
  const targets = [...new Set(texts.map(({ target }) => target))]
  return (
    <Tabs.Root defaultValue={targets[0]} aria-busy={stale} className={`flex flex-col gap-4 ${stale ? 'opacity-60' : ''}`}>
      <Tabs.List aria-label="Ways to make it" className="flex flex-wrap gap-1">
        {targets.map((target) => (
          <Tabs.Tab key={target} value={target} className={tabLook}>
            {targetNames[target] ?? target}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {targets.map((target) => (
        <Tabs.Panel key={target} value={target} className="flex flex-col gap-5">
          <TextList texts={texts.filter((text) => text.target === target && !isOptional(text))} />
          <Optional texts={texts.filter((text) => text.target === target && isOptional(text))} />
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}

const isOptional = ({ title }: SetupText): boolean => title.startsWith('Optional: ')

const TextList = ({ texts }: { texts: readonly SetupText[] }) => (
  <ol className="flex flex-col gap-5">
    {texts.map((text) => (
      <Text key={`${text.title}/${text.fileName}`} text={text} />
    ))}
  </ol>
)

const Optional = ({ texts }: { texts: readonly SetupText[] }) =>
  texts.length > 0 && (
    <details className="rounded-md border border-line px-3 py-2">
      <summary className="min-h-6 cursor-pointer font-medium">Not needed for every account</summary>
      <div className="mt-3">
        <TextList texts={texts} />
      </div>
    </details>
  )

const Text = ({ text: { title, explanation, fileName, content } }: { text: SetupText }) => (
  <li className="flex min-w-0 flex-col gap-2">
    <h3 className="text-sm font-medium">{title}</h3>
    <p className="text-sm text-muted">{explanation}</p>
    {fileName && (
      <p className="flex items-center gap-1.5 text-sm">
        <FileCode2 size={14} aria-hidden className="text-muted" />
        Save it as <code className="font-mono break-all">{fileName}</code>
      </p>
    )}
    <CodeBlock label={fileName ?? title} code={content} />
  </li>
)
