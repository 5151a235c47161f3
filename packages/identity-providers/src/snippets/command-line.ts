import type { Snippet, SnippetPlace } from '@bonafide/core'
import { shellWord } from './shell.ts'
import { accountOf, snippet } from './snippet.ts'

/** The flags of `bonafide auth`, and of `phase auth`, for one account. */
export const authFlags = (mode: string, place: SnippetPlace, more: readonly string[] = []): string[] => [
  'auth',
  '--mode',
  mode,
  '--service-account-id',
  accountOf(place),
  ...more,
]

const inShell = (words: readonly string[]): string => words.map((word) => shellWord(word)).join(' ')

/** The command line that comes with this server. */
export const bonafideSnippet = (flags: readonly string[], { serverUrl }: SnippetPlace, about: string): Snippet =>
  snippet({
    kind: 'bonafide',
    title: 'Bonafide CLI',
    language: 'shell',
    fileName: 'log-in.sh',
    about: `${about} It logs in, then starts the program with its secrets.`,
    lines: [
      `export BONAFIDE_HOST=${shellWord(serverUrl)}`,
      `bonafide ${inShell(flags)}`,
      'bonafide run --app APP_NAME --env ENVIRONMENT -- ./your-program',
    ],
  })

/** The one that many machines have already. */
export const phaseSnippet = (flags: readonly string[], { serverUrl }: SnippetPlace): Snippet =>
  snippet({
    kind: 'phase',
    title: 'Phase CLI',
    language: 'shell',
    fileName: 'log-in-with-phase.sh',
    about: 'The command line that you may have already works as it is.',
    lines: [
      `export PHASE_HOST=${shellWord(serverUrl)}`,
      `phase ${inShell(flags)}`,
      'phase run --app APP_NAME --env ENVIRONMENT ./your-program',
    ],
  })
