'use client'

import type { OidcPreset, PresetAnswers } from '@bonafide/identity-providers/forms'
import { useEffect, useEffectEvent, useState } from 'react'
import { type Draft, emptyDraft, type FieldChange } from './draft.ts'
import { draftOfAnswers, editedByHand, problemsOfAnswers, refilled } from './preset-draft.ts'
import type { DraftState } from './use-draft.ts'

export interface PresetState {
  answers: PresetAnswers
  audience: string
  /** By the name of the question; of those that are not answered too. */
  problems: Readonly<Record<string, string>>
  /** What stands in the form and not in the answers. */
  edits: FieldChange[]
  answer: (name: string, value: string) => void
  setAudience: (value: string) => void
  /** Fills in what nobody has written by hand. */
  fill: () => void
  /** Fills in everything. */
  fillOver: () => void
}

/** The questions of a platform while they are answered. The rules follow the answers until somebody edits the rules. */
export function usePreset(preset: OidcPreset, state: DraftState, publicUrl: string): PresetState {
  const [given, setGiven] = useState<Readonly<Record<string, PresetAnswers>>>({})
  const [audience, setAudience] = useState(publicUrl)
  /** As the answers filled it last: what differs from it is somebody's own. */
  const [filled, setFilled] = useState<Draft>(() => emptyDraft('oidc'))
  const answers = given[preset.id] ?? {}
  const edits = editedByHand(filled, state.draft)
  const put = (fresh: Draft, over = false) => {
    state.fill(over ? { ...refilled(filled, fresh, state.draft), config: fresh.config } : refilled(filled, fresh, state.draft))
    setFilled(fresh)
  }
  const follow = (next: PresetAnswers, nextAudience: string) => {
    if (edits.length === 0) put(draftOfAnswers(preset, next, nextAudience))
  }
  // Another platform, perhaps by the back button: what the former one filled in goes with it.
  const changePlatform = useEffectEvent(() => follow(answers, audience))
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the platform that changes.
  useEffect(() => changePlatform(), [preset.id])
  return {
    answers,
    audience,
    problems: problemsOfAnswers(preset, preset.compile(answers, { audience })),
    edits,
    answer(name, value) {
      const next = { ...answers, [name]: value }
      setGiven((known) => ({ ...known, [preset.id]: next }))
      follow(next, audience)
    },
    setAudience(value) {
      setAudience(value)
      follow(answers, value)
    },
    fill: () => put(draftOfAnswers(preset, answers, audience)),
    fillOver: () => put(draftOfAnswers(preset, answers, audience), true),
  }
}
