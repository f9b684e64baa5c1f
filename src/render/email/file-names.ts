/** What a mail is called as files: its HTML, the folder beside it that its pictures are in, and the whole message. */
export const emailFiles = { html: 'email.html', pictures: 'email', message: 'email.eml' } as const;
