/** How long one attempt of a call to AWS may take, in milliseconds. The SDK only warns unless it is told to throw. */
export const deadlines = { requestTimeout: 10_000, throwOnRequestTimeout: true, connectionTimeout: 5_000 }
