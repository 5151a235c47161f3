export type { Catalogues, GraphqlContext, StsEndpoint } from './base/context.ts'
export { createGraphqlDoor, type GraphqlDoor, type GraphqlOptions, type LocalRequest } from './door/door.ts'
export type { Report } from './door/plugin.ts'
