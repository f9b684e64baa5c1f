/** What a mail is called as files: its HTML, and the folder beside it that its pictures are in. */
export const emailFiles = { html: 'email.html', pictures: 'email' } as const;
