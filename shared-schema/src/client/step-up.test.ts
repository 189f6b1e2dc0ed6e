// @vitest-environment jsdom
import { gql } from '@apollo/client';
import { expect, test, vi } from 'vitest';
import { FakeApi, Refusal } from '../test/fake-api.ts';
import { createClient } from './create-client.ts';
import { problemOf } from './errors.ts';
import { StepUp } from './step-up.ts';

const RENEW = gql`
  mutation Renew {
    renewRecoveryCodes
  }
`;
const REMOVE = gql`
  mutation Remove {
    removeTotp {
      id
    }
  }
`;

function setUp() {
  let proven = false;
  const guarded = (answer: object) => () => {
    if (!proven) throw new Refusal('FORBIDDEN', undefined, { stepUp: true });
    return answer;
  };
  const api = new FakeApi({
    Renew: guarded({ renewRecoveryCodes: ['a'] }),
    Remove: guarded({ removeTotp: { __typename: 'SecondFactors', id: 'lena' } }),
  });
  const stepUp = new StepUp();
  return { api, stepUp, client: createClient(stepUp.link.concat(api.link)), prove: () => (proven = true) };
}

test('what needs fresh proof waits for it and is then sent again, once', async () => {
  const { api, stepUp, client, prove } = setUp();
  const renewed = client.mutate({ mutation: RENEW });
  await vi.waitFor(() => expect(stepUp.isAsking).toBe(true));
  prove();
  stepUp.settle(true);
  expect((await renewed).data).toEqual({ renewRecoveryCodes: ['a'] });
  expect(api.variablesOf('Renew')).toHaveLength(2);
  expect(stepUp.isAsking).toBe(false);
});

test('one answer serves everything that waits', async () => {
  const { stepUp, client, prove } = setUp();
  const both = Promise.all([client.mutate({ mutation: RENEW }), client.mutate({ mutation: REMOVE })]);
  await vi.waitFor(() => expect(stepUp.isAsking).toBe(true));
  prove();
  stepUp.settle(true);
  await expect(both).resolves.toHaveLength(2);
});

test('without proof it fails, and says that this is why', async () => {
  const { api, stepUp, client } = setUp();
  const renewed = client.mutate({ mutation: RENEW });
  await vi.waitFor(() => expect(stepUp.isAsking).toBe(true));
  stepUp.settle(false);
  const error: unknown = await renewed.catch((caught: unknown) => caught);
  expect(problemOf(error)).toBe('UNPROVEN');
  expect(api.variablesOf('Renew')).toHaveLength(1);
});

test('other refusals ask nobody', async () => {
  const { api, stepUp, client } = setUp();
  api.answer('Renew', () => {
    throw new Refusal('FORBIDDEN');
  });
  await expect(client.mutate({ mutation: RENEW })).rejects.toThrow('FORBIDDEN');
  expect(stepUp.isAsking).toBe(false);
});
