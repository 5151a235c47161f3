export { type Connection, connect } from './connect.ts'
export { type ExchangeListener, listenForExchanges } from './listen.ts'
export { createRateLimiter } from './rate-limiter.ts'
export { createStores } from './stores.ts'
