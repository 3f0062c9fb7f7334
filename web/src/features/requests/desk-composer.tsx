import { AGENT_RESOLUTIONS, type CreateMessage, type Request, type Visibility } from '@companyaccount/contract';
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconChevronUp, IconLock, IconSend2, IconTemplate } from '@tabler/icons-react';
import { type RefObject, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { DraftConflict } from '../../ui/drafts/draft-conflict.tsx';
import { DraftNote } from '../../ui/drafts/draft-note.tsx';
import { useDraft } from '../../ui/drafts/use-draft.ts';
import { useShortcut } from '../../ui/shortcuts/use-shortcut.ts';
import { CannedList, choiceId } from './canned/canned-list.tsx';
import { openPlaces } from './canned/insertion.ts';
import { useCanned } from './canned/use-canned.ts';
import { InsertArticle } from '../help/insert-article.tsx';
import styles from './composer.module.css';
import { EMPTY_MESSAGE, textOf } from './message-draft.ts';
import { MessageEditor } from './message-editor.tsx';
import { WritingStaff } from './present-staff.tsx';
import { useReportPresence } from './use-report-presence.ts';
import { useSendMessage } from './use-send-message.ts';

type Then = Pick<CreateMessage, 'thenStatus' | 'resolution'>;

/**
 * Where staff writes. The answer and the note are two texts with a ground and a button of their own, so that none is
 * sent in the place of the other.
 */
export function DeskComposer({ request }: { request: Request }) {
  const { t } = useTranslation('requests');
  const [visibility, setVisibility] = useState<Visibility>(request.actions.includes('reply') ? 'public' : 'internal');
  const [busy, setBusy] = useState(false);
  const presence = useReportPresence(request.id);
  const offered = (['public', 'internal'] as const).filter((one) =>
    request.actions.includes(one === 'public' ? 'reply' : 'note'),
  );
  const text = useRef<HTMLTextAreaElement>(null);
  const write = (wanted: Visibility): boolean => {
    if (!offered.includes(wanted) || busy) return false;
    // The text of the other kind has to be there before it can take the focus.
    flushSync(() => setVisibility(wanted));
    text.current?.focus();
    return true;
  };
  useShortcut('reply', () => write('public'));
  useShortcut('note', () => write('internal'));
  if (offered.length === 0) return <p className={styles['closed']}>{t('composer.closed')}</p>;
  const shown = offered.includes(visibility) ? visibility : (offered[0] ?? 'internal');
  return (
    <section className={styles['composer']} data-visibility={shown} aria-label={t(`composer.${shown}`)}>
      <WritingStaff request={request} />
      <div role="radiogroup" aria-label={t('composer.mode')} className={styles['modes']}>
        {offered.map((one) => (
          <label key={one} className={styles['mode']}>
            <input type="radio" checked={one === shown} disabled={busy} onChange={() => setVisibility(one)} />
            {one === 'internal' ? <IconLock size={14} aria-hidden /> : <IconSend2 size={14} aria-hidden />}
            {t(`composer.${one}`)}
          </label>
        ))}
      </div>
      <Editor
        key={shown}
        request={request}
        visibility={shown}
        textRef={text}
        onBusyChange={setBusy}
        busy={busy}
        onType={() => presence.current?.typed(shown)}
        onSent={() => presence.current?.sent()}
      />
    </section>
  );
}

interface EditorProps {
  request: Request;
  visibility: Visibility;
  textRef: RefObject<HTMLTextAreaElement | null>;
  busy: boolean;
  onBusyChange: (busy: boolean) => void;
  onType: () => void;
  onSent: () => void;
}

function Editor({ request, visibility, textRef, busy, onBusyChange, onType, onSent }: EditorProps) {
  const { t } = useTranslation(['requests', 'canned']);
  const internal = visibility === 'internal';
  const list = useId();
  const canned = useCanned(request, textRef);
  const draft = useDraft(`${internal ? 'note' : 'reply'}:${request.id}`, EMPTY_MESSAGE);
  const { text: written, files } = draft.value;
  const send = useSendMessage(request.id, draft);
  // A note may speak of places; a customer must never read one.
  const places = internal ? [] : openPlaces(written);
  const ready = written.trim() !== '' && places.length === 0 && !busy && !send.isPending;
  const submit = (then: Then = {}): void => {
    if (!ready) return;
    const uploads = files.map(({ id }) => id);
    send.mutate(
      { text: written, visibility, ...(uploads.length > 0 ? { uploads } : {}), ...then },
      { onSuccess: onSent },
    );
  };
  return (
    <>
      <DraftConflict draft={draft} textOf={textOf} />
      <MessageEditor
        draft={draft.value}
        onChange={(part) => {
          if (part.text !== undefined) onType();
          draft.change(part);
        }}
        onSend={() => submit()}
        onBusyChange={onBusyChange}
        label={t(`composer.${visibility}`)}
        placeholder={internal ? t('composer.notePlaceholder') : t('composer.placeholder')}
        sending={send.isPending}
        error={send.error}
        // Whoever holds only a link could not open a file.
        takesFiles={internal || request.submitter === null}
        note={<DraftNote draft={draft} />}
        textRef={textRef}
        hint={t('canned:hint')}
        field={{
          onKeyDown: (event) => {
            canned.onKeyDown(event);
            if (event.key !== 'Escape' || event.defaultPrevented) return;
            // Where single keys are shortcuts again.
            event.preventDefault();
            event.currentTarget.closest('section')?.querySelector<HTMLElement>('input[type=radio]:checked')?.focus();
          },
          onSelect: canned.look,
          onBlur: canned.close,
          'aria-autocomplete': 'list',
          ...(canned.open && {
            'aria-controls': list,
            ...(canned.active >= 0 && { 'aria-activedescendant': choiceId(list, canned.active) }),
          }),
        }}
        frame={(text) => (
          <CannedList id={list} canned={canned} language={request.language}>
            {text}
          </CannedList>
        )}
      >
        {places.length > 0 && (
          <span role="status" className={styles['wrong']}>
            {t('canned:open', { places: places.map((name) => `{{${name}}}`).join(', ') })}
          </span>
        )}
        <Tooltip label={t('canned:insert')}>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t('canned:insert')}
            disabled={send.isPending}
            onClick={canned.begin}
          >
            <IconTemplate size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <InsertArticle
          forCustomer={!internal}
          about={request.subject}
          disabled={send.isPending}
          onInsert={(link) => {
            onType();
            draft.change({ text: insertAt(textRef.current, written, link) });
          }}
        />
        <Button.Group>
          <Button
            color={internal ? 'gray' : 'accent'}
            leftSection={internal ? <IconLock size={16} aria-hidden /> : <IconSend2 size={16} aria-hidden />}
            disabled={!ready && !send.isPending}
            loading={send.isPending}
            onClick={() => submit()}
          >
            {internal ? t('composer.addNote') : t('composer.sendToCustomer')}
          </Button>
          {!internal && <OtherWays request={request} disabled={!ready} onSend={submit} />}
        </Button.Group>
      </MessageEditor>
    </>
  );
}

/** The text with a link put where the person was writing. */
function insertAt(field: HTMLTextAreaElement | null, text: string, link: string): string {
  const at = field?.selectionEnd ?? text.length;
  const lead = at === 0 || /\s/u.test(text[at - 1] ?? '') ? '' : ' ';
  return text.slice(0, at) + lead + link + text.slice(at);
}

interface OtherWaysProps {
  request: Request;
  disabled: boolean;
  onSend: (then: Then) => void;
}

/** Sending that changes the status in the same step. */
function OtherWays({ request: { actions }, disabled, onSend }: OtherWaysProps) {
  const { t } = useTranslation('requests');
  const mayAsk = actions.includes('ask_customer');
  const mayResolve = actions.includes('resolve');
  if (!mayAsk && !mayResolve) return null;
  return (
    <Menu position="top-end">
      <Menu.Target>
        <Button className={styles['split'] ?? ''} disabled={disabled} aria-label={t('composer.more')} px={8}>
          <IconChevronUp size={16} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {mayAsk && (
          <Menu.Item onClick={() => onSend({ thenStatus: 'waiting_for_customer' })}>
            {t('composer.sendAndWait')}
          </Menu.Item>
        )}
        {mayResolve && (
          <>
            <Menu.Divider />
            <Menu.Label>{t('composer.sendAndResolve')}</Menu.Label>
            {AGENT_RESOLUTIONS.map((resolution) => (
              <Menu.Item key={resolution} onClick={() => onSend({ thenStatus: 'resolved', resolution })}>
                {t(`resolution.${resolution}`)}
              </Menu.Item>
            ))}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
