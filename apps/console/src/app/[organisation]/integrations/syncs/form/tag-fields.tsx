'use client'

import { Plus, Trash2 } from 'lucide-react'
import { Button } from '../../../../../components/button.tsx'
import { IconButton } from '../../../../../components/icon-button.tsx'
import { TextInput } from '../../../../../components/inputs.tsx'
import type { DraftTag } from './draft.ts'

interface TagFieldsProps {
  tags: readonly DraftTag[]
  onChange: (tags: DraftTag[]) => void
  problem?: string
}

/** AWS takes 50 tags; ours is one of them. */
const mostTags = 49

/** Tags of the secret, for costs and for policies that ask for them. */
export function TagFields({ tags, onChange, problem }: TagFieldsProps) {
  const change = (id: number, to: Partial<DraftTag>) => onChange(tags.map((tag) => (tag.id === id ? { ...tag, ...to } : tag)))
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium">
        Tags <span className="font-normal text-muted">(optional)</span>
      </legend>
      {tags.map(({ id, key, value }, index) => (
        <div key={id} className="flex items-center gap-2">
          <TextInput
            aria-label={`Key of tag ${index + 1}`}
            placeholder="Key"
            value={key}
            maxLength={128}
            autoComplete="off"
            onChange={(event) => change(id, { key: event.target.value })}
          />
          <TextInput
            aria-label={`Value of tag ${index + 1}`}
            placeholder="Value"
            value={value}
            maxLength={256}
            autoComplete="off"
            onChange={(event) => change(id, { value: event.target.value })}
          />
          <IconButton
            label={`Remove tag ${index + 1}`}
            icon={<Trash2 size={16} aria-hidden />}
            onClick={() => onChange(tags.filter((tag) => tag.id !== id))}
          />
        </div>
      ))}
      {problem && <p className="text-sm text-danger">{problem}</p>}
      {tags.length < mostTags && (
        <div>
          <Button onClick={() => onChange([...tags, { id: Math.max(0, ...tags.map((tag) => tag.id)) + 1, key: '', value: '' }])}>
            <Plus size={16} aria-hidden /> Add tag
          </Button>
        </div>
      )}
    </fieldset>
  )
}
