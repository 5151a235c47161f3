// One graphql-js per process: Node, and with it Apollo Server, takes the CommonJS build, while tools that read `module` fields would take the
// other one, and the two refuse each other's schemas. Everything here imports graphql-js through this file.
export * from 'graphql/index.js'
