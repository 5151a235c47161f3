const ends = (token: string) => `coalesce(${token}.expires_at, 'infinity'::timestamptz)`

/**
 * SQL: when a token of an account was last used, with the account's id as an expression. Nobody uses a token that has ended, so once some use
 * is known among the hundred that end last, only tokens that ended after it can tell of a later one: an account that has had a million tokens
 * costs no more than one that has had a few.
 */
export const lastUsedOf = (accountId: string): string => `(
  select max(t.last_used_at) from service_account_tokens t
  where t.service_account_id = ${accountId} and ${ends('t')} >= coalesce((
    select max(recent.last_used_at) from (
      select r.last_used_at from service_account_tokens r where r.service_account_id = ${accountId} order by ${ends('r')} desc limit 100
    ) recent), '-infinity'::timestamptz))`
