'use client'

import { Send } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Section } from '../../../components/page-header.tsx'
import { useCan } from '../../../frame/viewer.tsx'
import type { LabPersonaRowFragment } from './operations.generated.ts'
import { PersonaGroup } from './persona-group.tsx'

interface PersonaPickerProps {
  personas: readonly LabPersonaRowFragment[]
  chosen: LabPersonaRowFragment
  onChoose: (id: string) => void
  onSend: () => void
  busy: boolean
}

/** Who is to log in; one of all platforms, so the arrow keys go through all that are unfolded. */
export function PersonaPicker({ personas, chosen, onChoose, onSend, busy }: PersonaPickerProps) {
  const can = useCan()
  const maySend = can('ServiceAccountTokens', 'create') && can('Logs', 'read') && can('ExternalIdentities', 'read')
  const platforms = [...new Set(personas.map(({ platform }) => platform))]
  // Platforms have become many: that of the chosen persona is open, the others wait folded.
  const [opened, setOpened] = useState<readonly string[]>([chosen.platform])
  const allOpen = platforms.every((platform) => opened.includes(platform))
  const toggle = (platform: string) =>
    setOpened(opened.includes(platform) ? opened.filter((one) => one !== platform) : [...opened, platform])
  return (
    <Section
      title="Personas"
      actions={
        <Button variant="quiet" aria-expanded={allOpen} onClick={() => setOpened(allOpen ? [chosen.platform] : platforms)}>
          {allOpen ? 'Fold platforms' : 'Unfold all platforms'}
        </Button>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy && maySend) onSend()
        }}
      >
        {platforms.map((platform) => (
          <PersonaGroup
            key={platform}
            platform={platform}
            personas={personas.filter((persona) => persona.platform === platform)}
            chosen={chosen}
            open={opened.includes(platform)}
            onToggle={() => toggle(platform)}
            onChoose={onChoose}
          />
        ))}
        {maySend ? (
          <Button type="submit" variant="primary" busy={busy} busyLabel="Sending …" className="sticky bottom-4 shadow-md">
            <Send size={16} aria-hidden /> Send login
          </Button>
        ) : (
          <p className="text-sm text-muted">
            Sending takes the permissions <code className="font-mono">ServiceAccountTokens: create</code> and{' '}
            <code className="font-mono">Logs: read</code>.
          </p>
        )}
      </form>
    </Section>
  )
}
