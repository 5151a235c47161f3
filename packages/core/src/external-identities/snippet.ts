export const snippetLanguages = ['yaml', 'json', 'shell', 'hcl', 'python', 'javascript'] as const
export type SnippetLanguage = (typeof snippetLanguages)[number]

export const snippetPurposes = ['log_in', 'set_up'] as const
/** What a snippet is for: a workload that logs in, or a platform that is made ready for it. */
export type SnippetPurpose = (typeof snippetPurposes)[number]

/** A file or a command, filled in with all that is known of an identity. No secret is ever in one. */
export interface Snippet {
  /** Unique among those of an identity: `github-actions`, `curl`. */
  kind: string
  title: string
  purpose: SnippetPurpose
  language: SnippetLanguage
  fileName: string
  /** When to take this one. */
  about: string
  code: string
  /** What only its reader knows: words of the code that are to be replaced. */
  replace: SnippetReplacement[]
  /** What is good to know of it, a sentence each. */
  notes: string[]
}

export interface SnippetReplacement {
  text: string
  meaning: string
}

/** Whom a snippet logs in, and where. */
export interface SnippetPlace {
  /** Address of this server, without a slash at its end. */
  serverUrl: string
  /** The account to become; null while none is chosen, and a word to replace stands there. */
  serviceAccountId: string | null
}
