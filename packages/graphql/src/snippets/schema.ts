export const typeDefs = /* GraphQL */ `
  enum SnippetLanguage {
    YAML
    JSON
    SHELL
    HCL
    PYTHON
    JAVASCRIPT
  }
  enum SnippetPurpose {
    "For a workload that logs in."
    LOG_IN
    "For a platform that is made ready for it."
    SET_UP
  }

  "A word of a snippet that only its reader can fill in."
  type SnippetReplacement {
    text: String!
    meaning: String!
  }

  "A file or a command, filled in with all that is known of an identity. No secret is ever in one."
  type Snippet {
    "Unique among those of an identity: github-actions, curl."
    kind: String!
    title: String!
    purpose: SnippetPurpose!
    language: SnippetLanguage!
    fileName: String!
    "When to take this one."
    about: String!
    code: String!
    "In the order in which they stand in the code."
    replace: [SnippetReplacement!]!
    "What is good to know of it, a sentence each."
    notes: [String!]!
  }

  type ExternalIdentity {
    """
    How its workloads log in, the best way first. For one of the accounts that it is bound to; without one, a word to replace stands where its
    id belongs. Empty when what is stored is not valid.
    """
    snippets(serviceAccountId: ID, kind: String): [Snippet!]
  }
`
