/** The SDL of a list: `<Node>Edge` and `<Node>Connection`. */
export const connectionTypes = (...nodes: string[]): string =>
  nodes
    .map(
      (node) => `
  type ${node}Edge {
    cursor: String!
    node: ${node}!
  }
  type ${node}Connection {
    edges: [${node}Edge!]!
    pageInfo: PageInfo!
    "Null above 10 000, where counting costs more than it tells."
    totalCount: Int
  }
`,
    )
    .join('')
