import type { TestApp } from '../harness/test-app.ts';

/** How merging and splitting is called in the matrix of actors; `file` files a request as Boris. */
export function mergeCases(test: () => TestApp, file: () => Promise<string>) {
  const engineer = () => test().as('engineer@vendor.example');
  const onTwo = async () => {
    const [id, otherId] = [await file(), await file()];
    const { number } = await (await engineer()).getRequest({ params: { id: otherId } });
    return { params: { id }, body: { number } };
  };
  return {
    listDuplicates: { given: async () => ({ params: { id: await file() } }) },
    mergeRequest: { given: onTwo, expected: { analyst: 403 } },
    unmergeRequest: {
      given: async () => {
        const call = await onTwo();
        await (await engineer()).mergeRequest(call);
        return { params: call.params };
      },
      expected: { analyst: 403 },
    },
    splitRequest: {
      given: async () => {
        const id = await file();
        const anna = await test().as('anna@acme.example');
        const { id: messageId } = await anna.createMessage({ params: { id }, body: { text: 'Something else.' } });
        return { params: { id }, body: { subject: 'Something else', messageIds: [messageId] } };
      },
      expected: { analyst: 403 },
    },
  };
}
