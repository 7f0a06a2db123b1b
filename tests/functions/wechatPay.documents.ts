import type { Cloud } from '../../local/cloudbase/index';

/** The documents that a query finds, as a server reads them; numbers stay in the wire's form. */
export async function documentsOf(cloud: Cloud, collectionName: string, query: object) {
  const response = await fetch(`${cloud.url}/admin?env=local`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      action: 'database.getDocument',
      envName: 'local',
      collectionName,
      queryType: 'WHERE',
      query: JSON.stringify(query),
      limit: 1000,
    }),
  });
  const { data } = (await response.json()) as { data: { list: string[] } };
  return data.list.map((text) => JSON.parse(text) as Record<string, unknown>);
}
