import type { SavedView, ViewList } from '@companyaccount/contract';
import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconArrowLeft,
  IconArrowRight,
  IconBookmark,
  IconBookmarkPlus,
  IconPencil,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../../api/error-text.ts';
import { may, useSignedIn } from '../../../api/me.ts';
import { useIdempotencyKey } from '../../../api/use-idempotency-key.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { notify } from '../../../ui/notify.ts';
import { useChangeViews, viewsQuery } from './use-views.ts';
import { type ListSearch, showsView, viewFiltersOf } from './view-filters.ts';
import { ViewNameDialog } from './view-name-dialog.tsx';

interface ViewToolsProps {
  list: ViewList;
  search: ListSearch;
  /** Goes to a view, or stays with the requests while none is open any more. */
  onOpen: (viewId: string | undefined) => void;
}

/** Saves what a list shows as a view, and changes the view that is open. */
export function ViewTools({ list, search, onOpen }: ViewToolsProps) {
  const { t } = useTranslation('requests');
  const me = useSignedIn();
  const [asked, setAsked] = useState<'create' | 'rename' | 'delete'>();
  const views = useQuery(viewsQuery(list)).data ?? [];
  const open = views.find(({ id }) => id === search.view);
  const { create, change, move, remove } = useChangeViews(list);
  const { keyFor, done } = useIdempotencyKey();
  const mayShare = list !== 'history' && may(me, 'lead_or_admin');
  const changed = open !== undefined && open.mayChange && !showsView(search, open);
  const close = () => {
    setAsked(undefined);
    for (const one of [create, change, remove]) one.reset();
  };
  const tell = (error: Error) => notify(t('view.failed'), errorText(error));
  const save = (name: string, shared: boolean) => {
    const body = { list, name, filters: viewFiltersOf(search), shared };
    create.mutate(
      { body, key: keyFor(body) },
      {
        onSuccess: (view) => {
          done();
          close();
          onOpen(view.id);
        },
      },
    );
  };
  return (
    <>
      {changed && (
        <Button
          variant="default"
          size="xs"
          loading={change.isPending}
          onClick={() => change.mutate({ view: open, body: { filters: viewFiltersOf(search) } }, { onError: tell })}
        >
          {t('view.saveChanges')}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={t('view.menu')} title={t('view.menu')}>
            <IconBookmark size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconBookmarkPlus size={16} aria-hidden />} onClick={() => setAsked('create')}>
            {t('view.create')}
          </Menu.Item>
          {open?.mayChange === true && (
            <>
              <Menu.Divider />
              <Menu.Label>{open.name}</Menu.Label>
              <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setAsked('rename')}>
                {t('view.rename')}
              </Menu.Item>
              {mayShare && (
                <Menu.Item
                  leftSection={<IconUsers size={16} aria-hidden />}
                  onClick={() => change.mutate({ view: open, body: { shared: !open.shared } }, { onError: tell })}
                >
                  {t(open.shared ? 'view.unshare' : 'view.share')}
                </Menu.Item>
              )}
              {open.own && (
                <MoveItems view={open} views={views} onMove={(before) => move.mutate({ id: open.id, before })} />
              )}
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => setAsked('delete')}
              >
                {t('view.delete')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {asked === 'create' && (
        <ViewNameDialog
          title={t('view.create')}
          name=""
          mayShare={mayShare}
          busy={create.isPending}
          error={create.error}
          onSave={save}
          onClose={close}
        />
      )}
      {asked === 'rename' && open !== undefined && (
        <ViewNameDialog
          title={t('view.rename')}
          name={open.name}
          mayShare={false}
          busy={change.isPending}
          error={change.error}
          onSave={(name) => change.mutate({ view: open, body: { name } }, { onSuccess: close })}
          onClose={close}
        />
      )}
      {asked === 'delete' && open !== undefined && (
        <ConfirmDialog
          title={t('view.deleteTitle', { name: open.name })}
          text={t(open.shared ? 'view.deleteShared' : 'view.deleteText')}
          action={t('view.delete')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() =>
            remove.mutate(open.id, {
              onSuccess: () => {
                close();
                onOpen(undefined);
              },
            })
          }
          onClose={close}
        />
      )}
    </>
  );
}

/** Moves an own view among the reader's others, one place at a time. */
function MoveItems({
  view,
  views,
  onMove,
}: {
  view: SavedView;
  views: readonly SavedView[];
  onMove: (before: string | null) => void;
}) {
  const { t } = useTranslation('requests');
  const own = views.filter((one) => one.own);
  const at = own.findIndex(({ id }) => id === view.id);
  return (
    <>
      {at > 0 && (
        <Menu.Item
          leftSection={<IconArrowLeft size={16} aria-hidden />}
          onClick={() => onMove(own[at - 1]?.id ?? null)}
        >
          {t('view.earlier')}
        </Menu.Item>
      )}
      {at < own.length - 1 && (
        <Menu.Item
          leftSection={<IconArrowRight size={16} aria-hidden />}
          onClick={() => onMove(own[at + 2]?.id ?? null)}
        >
          {t('view.later')}
        </Menu.Item>
      )}
    </>
  );
}
