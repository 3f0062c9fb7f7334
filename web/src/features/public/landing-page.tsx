import { Anchor, Text, Title } from '@mantine/core';
import {
  type Icon,
  IconArrowRight,
  IconBug,
  IconFileUpload,
  IconHeadset,
  IconKey,
  IconLogin2,
  IconMicroscope,
} from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { vendorQuery } from '../../api/me.ts';
import { usePageTitle } from '../../ui/page.tsx';
import styles from './landing-page.module.css';

const DOORS = [
  { name: 'signIn', to: '/sign-in', icon: IconLogin2 },
  { name: 'register', to: '/register', icon: IconKey },
  { name: 'send', to: '/virus-lab', icon: IconMicroscope },
] as const;
const POINTS: { name: 'support' | 'lab' | 'files'; icon: Icon }[] = [
  { name: 'support', icon: IconHeadset },
  { name: 'lab', icon: IconBug },
  { name: 'files', icon: IconFileUpload },
];

/** What this installation is, and the ways in. */
export function LandingPage() {
  const { t } = useTranslation('public');
  const vendor = useSuspenseQuery(vendorQuery).data;
  const title = t('landing.title', { vendor: vendor.name });
  usePageTitle(title);
  return (
    <div className={styles['page']}>
      <Title order={1} className={styles['title'] ?? ''}>
        {title}
      </Title>
      <Text className={styles['lead'] ?? ''}>{t('landing.lead')}</Text>
      <ul className={styles['doors']}>
        {DOORS.map(({ name, to, icon: Sign }) => (
          <li key={name}>
            <Link to={to} className={styles['door']}>
              <Sign size={22} stroke={1.75} aria-hidden />
              <span className={styles['what']}>
                <strong>{t(`landing.${name}.title`)}</strong>
                <span>{t(`landing.${name}.text`)}</span>
              </span>
              <IconArrowRight className={styles['arrow']} size={18} aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
      <Text c="dimmed" mt="md">
        {t('landing.help')}{' '}
        <Anchor underline="always" component={Link} to="/help">
          {t('landing.helpLink')}
        </Anchor>
      </Text>
      <Text c="dimmed" mt={4}>
        {t('recover.lost')}{' '}
        <Anchor underline="always" component={Link} to="/recover">
          {t('recover.getAgain')}
        </Anchor>
      </Text>
      <Text c="dimmed" mt={4}>
        {t('landing.published')}{' '}
        <Anchor underline="always" component={Link} to="/definitions">
          {t('landing.publishedLink')}
        </Anchor>
      </Text>
      {vendor.demo && (
        <Text c="dimmed" mt={4}>
          {t('landing.demo')}{' '}
          <Anchor underline="always" component={Link} to="/sign-in">
            {t('landing.demoLink')}
          </Anchor>
        </Text>
      )}
      <ul className={styles['points']}>
        {POINTS.map(({ name, icon: Sign }) => (
          <li key={name}>
            <Sign size={20} stroke={1.75} aria-hidden />
            <Title order={2}>{t(`landing.points.${name}.title`)}</Title>
            <Text c="dimmed">{t(`landing.points.${name}.text`)}</Text>
          </li>
        ))}
      </ul>
    </div>
  );
}
