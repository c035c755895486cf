// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// What is played over a WebSocket, whichever client opens it.

/** Where nobody listens. */
export const nowhere = '127.0.0.1:65301';

/** What came from a client, in its order, for whoever asks for the next. */
export function createMailbox() {
  const events = [];
  let wake = () => {};
  return {
    put(event) {
      events.push(event);
      wake();
    },
    async next() {
      while (events.length === 0) {
        await new Promise(resolve => (wake = resolve));
      }
      return events.shift();
    },
  };
}

/** Goes on until an event is the last one that is wanted, or the connection is over. */
export async function readUntil(c, { mailbox, isPiece }, isLast) {
  for (;;) {
    const event = await mailbox.next();
    const { message } = event;
    if (message !== undefined && isPiece(message)) c.first();
    c.see(event);
    if (event.closed !== undefined || isLast(event)) return event;
  }
}

const untilPieces = async (c, talk, count) => {
  let left = count;
  await readUntil(
    c,
    talk,
    ({ message }) => message && talk.isPiece(message) && --left === 0
  );
};

const untilEnd = (c, talk) =>
  readUntil(
    c,
    talk,
    ({ message, error }) =>
      error !== undefined || (message !== undefined && talk.isEnd(message))
  );

/** To the end of the connection. */
const untilClosed = (c, talk) => readUntil(c, talk, () => false);

const closed = async (c, talk) => {
  await talk.close();
  await untilClosed(c, talk);
};

/** Opens a connection, sends the first thing, reads the answer, and closes. */
const turn = (send, more = {}) => ({
  ...more,
  async play(c, talk) {
    await talk[send]();
    await untilEnd(c, talk);
    await closed(c, talk);
  },
});

/** What the server ends. */
const ended = more => ({
  ...more,
  async play(c, talk) {
    await talk.ask();
    await untilClosed(c, talk);
  },
});

/** By name. A client that cannot do one has no function of that name. */
const conversations = {
  text: turn('ask'),
  tool: turn('ask'),
  chain: {
    async play(c, talk) {
      await talk.ask();
      await untilEnd(c, talk);
      await talk.answerTool();
      await untilEnd(c, talk);
      await closed(c, talk);
    },
  },
  voice: turn('speak', { needs: 'speak' }),
  'two-voices': {
    needs: 'speak',
    async play(c, talk) {
      for (let times = 0; times < 2; times++) {
        await talk.speak();
        await untilEnd(c, talk);
      }
      await closed(c, talk);
    },
  },
  failed: turn('ask', { needs: 'tellsErrors' }),
  'error-event': turn('ask', { needs: 'tellsErrors' }),
  'error-and-again': {
    needs: 'tellsErrors',
    async play(c, talk) {
      await talk.ask();
      await untilEnd(c, talk);
      await talk.ask();
      await untilEnd(c, talk);
      await closed(c, talk);
    },
  },
  cancelled: {
    needs: 'cancel',
    async play(c, talk) {
      await talk.ask();
      await untilPieces(c, talk, 3);
      await talk.cancel();
      await untilEnd(c, talk);
      await closed(c, talk);
    },
  },
  left: {
    async play(c, talk) {
      await talk.ask();
      await untilPieces(c, talk, 3);
      await closed(c, talk);
    },
  },
  cut: ended({ closedBy: 'broken' }),
  'closed-by-server': ended({ closedBy: 'server' }),
  'wrong-key': { options: { key: 'wrong' }, refused: '401' },
  'rate-limit': { refused: '429' },
  'connection-refused': {
    options: { url: `http://${nowhere}` },
    refused: 'ECONNREFUSED',
    unsent: 1,
  },
};

/**
 * @param {(application: object, options: object) => Promise<object>} open resolves when the first turn can be asked for,
 *   or the connection could not be made, which its mailbox then says
 * @param {string[]} abilities what a client needs for some of the conversations
 */
export function turnScenarios(open, abilities) {
  return Object.entries(conversations)
    .filter(([, { needs }]) => needs === undefined || abilities.includes(needs))
    .map(([name, { play, options = {}, ...more }]) => ({
      name,
      ...more,
      async run(c) {
        const { key = c.key, url = c.url } = options;
        const talk = await open(c, { key, url });
        await (play ?? untilClosed)(c, talk);
        return 'over';
      },
    }));
}
