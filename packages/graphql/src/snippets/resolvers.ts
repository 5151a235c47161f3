import { listSnippets } from '@bonafide/core'
import { given } from '../base/input.ts'
import type { Resolvers } from '../generated/resolvers.ts'

export const resolvers: Resolvers = {
  ExternalIdentity: {
    snippets: ({ id }, choice, { domain }) => listSnippets({ ...given(choice), identityId: id }, domain),
  },
  SnippetLanguage: { YAML: 'yaml', JSON: 'json', SHELL: 'shell', HCL: 'hcl', PYTHON: 'python', JAVASCRIPT: 'javascript' },
  SnippetPurpose: { LOG_IN: 'log_in', SET_UP: 'set_up' },
}
